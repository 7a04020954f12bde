"""What says the same in every language."""

from typing import Final

from complaints.rules.cry_patterns.shape import Family, Sign

SIGNS: Final = (
    Sign(Family.REPOST, r"^\W{0,3}rt @|^\W{0,3}(?:re)?posting @|^via @"),
    Sign(Family.ANGER, r"[🙄😡🤬😤😠🙃😒🤦🤡]", 1),
    Sign(Family.ANGER, r"👏 ?👏", 1, alone=False),
    Sign(Family.ANGER, r"\?[?!]|!!", 1, alone=False),
    Sign(Family.ANGER, r"\"[^\"\n]{3,45}\"", 1, alone=False),
    Sign(Family.PRAISE, r"[💚💙💜🧡💛👌🙌😍🥰🤩💪🥹]|❤️?", 1),
)
