"""The phantoms of the demonstration: where the tubes of each limb lie, in millimetres."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from mura_desktop.demo.phantoms import Bone, Fracture, Node, Phantom


def forearm(seed: int, marker: str, lateral: bool, fracture: Fracture | None = None) -> Phantom:
    """Return radius and ulna, hand downwards; from the side they lie over each other."""
    apart = 0.35 if lateral else 1.0
    middle = 62.0

    def x(offset: float) -> float:
        return middle + apart * offset

    radius = Bone(
        (
            *(Node(x(10), 22, 9.5), Node(x(9), 31, 6.5), Node(x(10), 52, 7.0)),
            *(Node(x(17), 125, 7.0), Node(x(16), 190, 7.5)),
            *(Node(x(13), 218, 12.0), Node(x(12), 229, 13.0)),
        ),
        cortex=0.48,
        fracture=fracture,
    )
    ulna = Bone(
        (
            *(Node(x(-10), 4, 12.0), Node(x(-9), 26, 11.0), Node(x(-11), 55, 8.0)),
            *(Node(x(-15), 120, 6.5), Node(x(-15), 195, 5.5)),
            *(Node(x(-16), 216, 7.0), Node(x(-16), 225, 7.5)),
        ),
        cortex=0.5,
    )
    humerus = Bone((Node(middle, -30, 12), Node(middle, -12, 20 if not lateral else 14)), 0.3)
    carpus = tuple(
        Bone((Node(x(dx) - 3, y, 6.5), Node(x(dx) + 3, y + 1, 6.5)), cortex=0.16)
        for dx, y in ((16, 247), (3, 248), (-10, 247), (17, 262), (5, 263), (-8, 262))
    )
    width = 0.8 if lateral else 1.0
    tissue = (
        Node(middle, -30, 46 * width),
        Node(middle, 45, 47 * width),
        Node(middle, 130, 41 * width),
        Node(middle, 215, 31 * width),
        Node(middle, 300, 34 * width),
    )
    return Phantom(124, 280, (tissue,), (humerus, ulna, radius, *carpus), marker, seed)


def humerus(seed: int, marker: str, lateral: bool, fracture: Fracture | None = None) -> Phantom:
    """Return the upper arm with the shoulder upwards."""
    lean = 3.0 if lateral else 10.0
    shaft = Bone(
        (
            *(Node(72 - lean, 40, 22), Node(74 - lean, 54, 20), Node(74, 82, 12.5)),
            *(Node(75, 150, 11.0), Node(76, 225, 11.5)),
            *(Node(76, 262, 15 if lateral else 20), Node(76, 282, 13 if lateral else 21)),
        ),
        cortex=0.42,
        fracture=fracture,
    )
    scapula = Bone((Node(24, 26, 5), Node(35, 46, 8), Node(33, 62, 7), Node(2, 130, 4)), 0.12)
    clavicle = Bone((Node(-25, 36, 5.5), Node(20, 24, 5), Node(48, 14, 6)), 0.3)
    bones = (shaft,) if lateral else (shaft, scapula, clavicle)
    chest = (Node(-24, 50, 66), Node(-24, 150, 60), Node(-26, 340, 54))
    arm = (Node(70, 20, 50), Node(76, 110, 46), Node(78, 220, 40), Node(78, 330, 38))
    return Phantom(150, 310, (arm,) if lateral else (arm, chest), bones, marker, seed)


def wrist(seed: int, marker: str, lateral: bool, fracture: Fracture | None = None) -> Phantom:
    """Return the ends of radius and ulna, the carpus and the bases of the hand."""
    apart = 0.25 if lateral else 1.0
    middle = 55.0

    def x(offset: float) -> float:
        return middle + apart * offset

    radius = Bone(
        (
            *(Node(x(12), -20, 7.5), Node(x(12), 30, 8.0)),
            *(Node(x(10), 52, 12.5), Node(x(9), 64, 14.5)),
        ),
        cortex=0.42,
        fracture=fracture,
    )
    ulna = Bone((Node(x(-17), -20, 6.0), Node(x(-17), 45, 6.0), Node(x(-17), 60, 8.0)), cortex=0.45)
    places = ((15, 84), (2, 84), (-9, 86), (-16, 83), (19, 99), (11, 100), (2, 102), (-9, 101))
    carpus = tuple(
        Bone((Node(x(dx) - 1.5, y - 1, 6.4), Node(x(dx) + 1.5, y + 2, 6.2)), cortex=0.17)
        for dx, y in places
    )
    rays = ((27, 40, 112), (13, 17, 115), (3, 4, 117), (-7, -9, 116), (-15, -21, 113))
    metacarpals = tuple(
        Bone((Node(x(top), y, 7.0), Node(x(bottom), y + 26, 4.6), Node(x(bottom), 200, 5)), 0.45)
        for top, bottom, y in rays
    )
    thick = 0.66 if lateral else 1.0
    tissue = (
        *(Node(middle, -30, 34 * thick), Node(middle, 60, 30 * thick)),
        *(Node(middle, 110, 37 * thick), Node(middle + 2, 190, 44 * thick)),
    )
    return Phantom(112, 150, (tissue,), (ulna, radius, *carpus, *metacarpals), marker, seed)


def hand(seed: int, marker: str, fracture: Fracture | None = None) -> Phantom:
    """Return a hand from the back, fingers upwards; the fracture is in the fifth metacarpal."""
    # Per ray: base of the metacarpal, its head, tips of the phalanges.
    rays = (
        ((52, 128), (60, 90), (64, 60), (66, 40), (67, 25)),
        ((68, 126), (76, 84), (79, 47), (80, 24), (80.5, 9)),
        ((83, 127), (92, 88), (98, 54), (101, 33), (102.5, 19)),
        ((97, 131), (107, 97), (116, 72), (120, 57), (123, 44)),
        ((40, 134), (24, 108), (13, 84), (6, 64)),
    )
    bones: list[Bone] = []
    tissue: list[tuple[Node, ...]] = [
        (Node(74, 190, 32), Node(74, 150, 31), Node(74, 118, 38), Node(78, 100, 36))
    ]
    for number, ray in enumerate(rays):
        thumb = number == 4
        for place, ((x0, y0), (x1, y1)) in enumerate(pairwise(ray)):
            size = (5.6, 4.9, 4.1, 3.3)[place + thumb * (place > 0)]
            dx, dy = x1 - x0, y1 - y0
            # Between the ends lies a joint space.
            end = 1.0 - 1.3 * size / (dx**2 + dy**2) ** 0.5
            start = 0.75 * size / (dx**2 + dy**2) ** 0.5
            nodes = tuple(
                Node(x0 + dx * t, y0 + dy * t, size * r)
                for t, r in (
                    *((start, 1.0), (start + 0.16, 0.82), (0.5, 0.64)),
                    *((end - 0.14, 0.78), (end, 0.98)),
                )
            )
            bone = Bone(nodes, cortex=0.5)
            if number == 3 and place == 0:
                bone = replace(bone, fracture=fracture)
            bones.append(bone)
        flesh = (12.5, 12.0, 11.0, 9.5, 8.5)
        tissue.append(tuple(Node(x, y, flesh[i]) for i, (x, y) in enumerate(ray)))
    places = ((58, 141), (72, 139), (85, 140), (97, 143), (61, 153), (74, 152), (86, 153))
    bones += [Bone((Node(x - 1.5, y, 6.4), Node(x + 1.5, y + 1, 6.3)), 0.17) for x, y in places]
    bones.append(Bone((Node(69, 172, 11), Node(68, 186, 8), Node(68, 230, 7)), 0.3))
    bones.append(Bone((Node(93, 171, 6.5), Node(93, 183, 5), Node(93, 230, 5)), 0.35))
    return Phantom(146, 190, tuple(tissue), tuple(bones), marker, seed)


def finger(seed: int, marker: str, lateral: bool) -> Phantom:
    """Return one finger with three phalanges, tip upwards."""
    bones = tuple(
        Bone(
            (
                *(Node(38, low, size), Node(38 + bow, low - 0.25 * (low - high), size * 0.75)),
                *(Node(38 + bow, (low + high) / 2, size * 0.62), Node(38, high, size * 0.9)),
            ),
            cortex=0.5,
        )
        for low, high, size in ((98, 62, 7.2), (52, 32, 6.0), (23.5, 11, 4.6))
        for bow in (1.6 if lateral else 0.0,)
    )
    metacarpal = Bone((Node(38, 150, 6), Node(38, 125, 6.5), Node(38, 113, 8)), 0.45)
    tissue = (Node(38, 12, 9.5), Node(38, 55, 11.5), Node(38, 95, 14), Node(38, 150, 24))
    return Phantom(76, 125, (tissue,), (*bones, metacarpal), marker, seed)
