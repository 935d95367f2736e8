"""Names of the measures that the rollups count and the cube holds; the same name everywhere."""

NEW_CASES = "new_cases"
DECLARATIONS = "declarations"
SYMPTOMS_ANSWERED = "symptoms_answered"
"""Declarations that answer the question for symptoms, with yes or with no."""
SYMPTOMATIC_DECLARATIONS = "symptomatic_declarations"
CHECKINS = "checkins"
INSTALLS = "installs"
