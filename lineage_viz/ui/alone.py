"""The refusal to serve one page without the server of `app.py`.

Streamlit's own check of origins asks the internet (see `known_origins`). `streamlit run` uses it for each file in which
it finds no `App`. It imports a file that has one (streamlit/web/server/app_discovery.py), and that import ends here.
Pages of the whole app run as `__main__`.
"""

import sys
from typing import NoReturn


def refuse_alone() -> NoReturn:
    """End the program, and name the file to run."""
    sys.exit(
        "This file is only one part of the app. Start the whole app with: python -m streamlit run app.py"
    )
