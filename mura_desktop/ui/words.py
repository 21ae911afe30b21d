"""The words of the domain as they are shown. What is stored, sorted and sent stays English.

Each is the value of an enumeration or a body part; `word` turns it into the reader's language.
"""

from __future__ import annotations

from mura_desktop.ui.translation import QT_TR_NOOP, tr

WORDS = (
    # studies.model.Band
    QT_TR_NOOP("urgent"),
    QT_TR_NOOP("review"),
    QT_TR_NOOP("likely normal"),
    # studies.states.State
    QT_TR_NOOP("waiting"),
    QT_TR_NOOP("scoring"),
    QT_TR_NOOP("scored"),
    QT_TR_NOOP("in reading"),
    QT_TR_NOOP("signed"),
    QT_TR_NOOP("not scored"),
    QT_TR_NOOP("unreadable"),
    # studies.reads.Conclusion
    QT_TR_NOOP("normal"),
    QT_TR_NOOP("abnormal"),
    QT_TR_NOOP("not diagnostic"),
    # studies.measurements.Kind
    QT_TR_NOOP("length"),
    QT_TR_NOOP("angle"),
    QT_TR_NOOP("Cobb angle"),
    # ui.overlay.Overlay
    QT_TR_NOOP("outline"),
    QT_TR_NOOP("heat map"),
    QT_TR_NOOP("off"),
    # studies.measurements.Measurement.basis
    QT_TR_NOOP("Pixel Spacing"),
    QT_TR_NOOP("Imager Pixel Spacing, at the detector"),
    QT_TR_NOOP("Nominal Scanned Pixel Spacing, on the film"),
    QT_TR_NOOP("no spacing in the file"),
    # headings of inference.description
    *(QT_TR_NOOP("Model"), QT_TR_NOOP("Intended use"), QT_TR_NOOP("Limits")),
    *(QT_TR_NOOP("What the score means"), QT_TR_NOOP("Bands"), QT_TR_NOOP("Measured")),
    QT_TR_NOOP("Training"),
    # studies.body_parts, and patients and parts that a file does not name
    QT_TR_NOOP("unknown"),
    QT_TR_NOOP("unknown patient"),
    QT_TR_NOOP("abdomen"),
    QT_TR_NOOP("acromioclavicular joint"),
    QT_TR_NOOP("ankle"),
    QT_TR_NOOP("ankle joint"),
    QT_TR_NOOP("arm"),
    QT_TR_NOOP("brain"),
    QT_TR_NOOP("breast"),
    QT_TR_NOOP("calcaneus"),
    QT_TR_NOOP("cervical spine"),
    QT_TR_NOOP("chest"),
    QT_TR_NOOP("clavicle"),
    QT_TR_NOOP("coccyx"),
    QT_TR_NOOP("colon"),
    QT_TR_NOOP("elbow"),
    QT_TR_NOOP("esophagus"),
    QT_TR_NOOP("extremity"),
    QT_TR_NOOP("face"),
    QT_TR_NOOP("femur"),
    QT_TR_NOOP("fibula"),
    QT_TR_NOOP("finger"),
    QT_TR_NOOP("foot"),
    QT_TR_NOOP("forearm"),
    QT_TR_NOOP("hand"),
    QT_TR_NOOP("head"),
    QT_TR_NOOP("heart"),
    QT_TR_NOOP("heel"),
    QT_TR_NOOP("hip"),
    QT_TR_NOOP("humerus"),
    QT_TR_NOOP("jaw"),
    QT_TR_NOOP("joint"),
    QT_TR_NOOP("kidney"),
    QT_TR_NOOP("knee"),
    QT_TR_NOOP("leg"),
    QT_TR_NOOP("lower extremity"),
    QT_TR_NOOP("lumbar spine"),
    QT_TR_NOOP("lung"),
    QT_TR_NOOP("mandible"),
    QT_TR_NOOP("maxilla"),
    QT_TR_NOOP("neck"),
    QT_TR_NOOP("nose"),
    QT_TR_NOOP("orbit"),
    QT_TR_NOOP("patella"),
    QT_TR_NOOP("pelvis"),
    QT_TR_NOOP("radius"),
    QT_TR_NOOP("rib"),
    QT_TR_NOOP("sacroiliac joint"),
    QT_TR_NOOP("sacrum"),
    QT_TR_NOOP("scaphoid"),
    QT_TR_NOOP("scapula"),
    QT_TR_NOOP("shoulder"),
    QT_TR_NOOP("sinus"),
    QT_TR_NOOP("skull"),
    QT_TR_NOOP("spine"),
    QT_TR_NOOP("sternum"),
    QT_TR_NOOP("stomach"),
    QT_TR_NOOP("teeth"),
    QT_TR_NOOP("thigh"),
    QT_TR_NOOP("thoracic spine"),
    QT_TR_NOOP("thorax"),
    QT_TR_NOOP("thumb"),
    QT_TR_NOOP("tibia"),
    QT_TR_NOOP("toe"),
    QT_TR_NOOP("ulna"),
    QT_TR_NOOP("upper extremity"),
    QT_TR_NOOP("whole body"),
    QT_TR_NOOP("whole spine"),
    QT_TR_NOOP("wrist"),
    QT_TR_NOOP("zygoma"),
)
"""What `word` knows; a test holds the enumerations and the body parts against it."""


def word(value: str) -> str:
    """Return a word of the domain in the language that is on; other words come back as they are."""
    return tr(value)
