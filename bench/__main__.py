"""Run benchmarks: python -m bench [NAME …]; --markdown prints the table of the newest runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bench import build, callbacks, disclosure, exposure, exposure_scale, first_load, ingest, slider, what_if
from bench.base import AnswersDiffer, Benchmark, lines, machine, markdown, save
from data.errors import DichteError
from data.settings import Settings

BENCHMARKS: tuple[Benchmark, ...] = (
    slider.BENCHMARK,
    first_load.BENCHMARK,
    callbacks.BENCHMARK,
    build.BENCHMARK,
    exposure.BENCHMARK,
    exposure_scale.BENCHMARK,
    ingest.BENCHMARK,
    disclosure.BENCHMARK,
    what_if.BENCHMARK,
)
LARGE: tuple[Benchmark, ...] = (exposure_scale.LARGE_BENCHMARK,)
"""Run only by name: an hour, and tens of gigabytes of disk."""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every benchmark ran, whatever its figures; 1 when answers differ; 2 when one can't run."""
    given = _parser().parse_args(arguments)
    by_key = {benchmark.key: benchmark for benchmark in (*BENCHMARKS, *LARGE)}
    unknown = [name for name in given.names if name not in by_key]
    if unknown:
        _parser().error(f"expected {', '.join(by_key)}; got {', '.join(unknown)}")
    if given.markdown:
        print("\n".join(markdown(list(by_key))))
        return 0
    try:
        settings = Settings.from_env()
        for key in given.names or [benchmark.key for benchmark in BENCHMARKS]:
            _run(by_key[key], settings)
    except AnswersDiffer as error:
        print(f"Answers differ, so nothing was measured. {error}", file=sys.stderr)
        return 1
    except DichteError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _run(benchmark: Benchmark, settings: Settings) -> None:
    facts = machine()
    print(f"{benchmark.key}: {benchmark.title}", flush=True)
    report = benchmark.run(settings)
    kept = save(benchmark, report, facts)
    print("\n".join(lines(report)))
    print(f"  {facts['cores']} cores, load {facts['load_before']} before the run; kept in {kept}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    keys = [benchmark.key for benchmark in (*BENCHMARKS, *LARGE)]
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(keys))
    parser.add_argument(
        "--markdown", action="store_true", help="print the newest runs as a table and run nothing"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
