"""Names of the measures that the rollups count and the cube holds; the same name everywhere."""

NEW_CASES = "new_cases"
DECLARATIONS = "declarations"
SYMPTOMATIC_DECLARATIONS = "symptomatic_declarations"
CHECKINS = "checkins"
INSTALLS = "installs"
