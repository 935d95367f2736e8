"""The tiny world of the tracer's desk, for its acts."""

from tests.data.tracing.conftest import tiny as tiny
