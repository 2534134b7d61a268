"""`python -m deskconsole` is `deskconsole`."""

import sys

from deskconsole.cli.main import main

sys.exit(main())
