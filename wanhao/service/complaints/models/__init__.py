"""Tables of complaints: the ladder, what is paid, the calls before closing."""

from wanhao.service.complaints.models.closing import Answer, Closing, ClosingCall, FalseClosure
from wanhao.service.complaints.models.compensation import ApprovalLimit, Compensation
from wanhao.service.complaints.models.ladder import (
    Complaint,
    CrisisStep,
    CrisisTask,
    Level,
    LevelChange,
    LevelOwner,
    Mediation,
)
from wanhao.service.complaints.models.settings import ComplaintPolicy

__all__ = [
    "Answer",
    "ApprovalLimit",
    "Closing",
    "ClosingCall",
    "Compensation",
    "Complaint",
    "ComplaintPolicy",
    "CrisisStep",
    "CrisisTask",
    "FalseClosure",
    "Level",
    "LevelChange",
    "LevelOwner",
    "Mediation",
]
