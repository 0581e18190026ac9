"""``python -m deskpro_sso_gui``."""

import sys

from deskpro_sso_gui.cli import main

sys.exit(main())
