"""The rooms behind ``study.agreement``, made when the first of them is asked: who only codes never loads them."""

from workbench.study.agreement.consensus import Layer
from workbench.study.agreement.listing import Listing
from workbench.study.agreement.looking import Looking
from workbench.study.agreement.measuring import Measuring
from workbench.study.agreement.peers import Peers
from workbench.study.agreement.settling import Settling
from workbench.study.base import Base
from workbench.study.codes import Codes
from workbench.study.transcripts import Transcripts


class Rooms:
    """All of them, over one reading of the study."""

    def __init__(self, base: Base, codes: Codes, transcripts: Transcripts) -> None:
        self.measuring = Measuring(base, codes, transcripts)
        self.listing = Listing(base, self.measuring)
        self.settling = Settling(base, self.measuring, self.listing)
        self.layer = Layer(base, self.measuring, self.listing)
        self.looking = Looking(base, self.measuring)
        self.peers = Peers(base, self.measuring)
