"""`python -m mufakat.config ...` is the `mufakat` command, for when it is not on the PATH."""

import sys

from mufakat.config.command import main

sys.exit(main())
