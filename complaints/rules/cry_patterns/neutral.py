"""What says the same in every language."""

from typing import Final

from complaints.rules.cry_patterns.shape import BRAND, Family, Sign

SIGNS: Final = (
    Sign(Family.REPOST, rf"^\W{{0,3}}(?:rt|via|reposting) [@{BRAND}][\w@.{BRAND}]*"),
    Sign(Family.ANGER, r"[🙄😡🤬😤😠🙃😒🤦🤡]", 1),
    Sign(Family.ANGER, r"👏 ?👏", 1, alone=False),
    Sign(Family.ANGER, r"\?[?!]|!!", 1, alone=False),
    Sign(Family.ANGER, r"\"[^\"\n]{3,45}\"", 1, alone=False),
    Sign(Family.PRAISE, r"[💚💙💜🧡💛👌🙌😍🥰🤩💪🥹]|❤️?", 1),
)
