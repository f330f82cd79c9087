"""The whole corpus, in the order of the families."""

from .attack import Attack, Family
from .families.archives import ARCHIVES
from .families.edits import EDITS
from .families.equal import ALWAYS_EQUAL
from .families.exits import EXITS
from .families.floods import FLOODS
from .families.folders import FOLDERS
from .families.honest import HONEST
from .families.insides import INSIDES
from .families.lookalikes import LOOKALIKES
from .families.looks import LOOKS
from .families.memorised import MEMORISED
from .families.parsing import PARSING
from .families.patches import PATCHES
from .families.reach import REACH
from .families.results import RESULTS
from .families.spoofs import SPOOFS

FAMILIES: tuple[Family, ...] = (
    ALWAYS_EQUAL, PATCHES, EXITS, LOOKS, EDITS, SPOOFS, FLOODS, RESULTS, MEMORISED, REACH, LOOKALIKES, PARSING, ARCHIVES,
    FOLDERS, INSIDES, HONEST,
)  # fmt: skip
ATTACKS: tuple[Attack, ...] = tuple(attack for family in FAMILIES for attack in family.attacks)
