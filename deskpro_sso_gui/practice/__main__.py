"""``python -m deskpro_sso_gui.practice``: the sandbox alone."""

import sys

from deskpro_sso_gui.practice.command import main

if __name__ == "__main__":
    sys.exit(main())
