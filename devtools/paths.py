"""Where things lie: the tree, and the folder that holds everything a machine makes for itself."""
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("LIDAO_DATA_DIR", ROOT / ".data")).absolute()


def data_folder():
    """The data folder, made closed to other users when it is not there."""
    DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    return DATA
