"""Whether and how the data of participants are shared."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.sources.classic_xml.draft import XmlDraft
from kg.sources.classic_xml.reading import Leftovers
from kg.sources.isrctn.vocabulary import NOT_SHARED
from kg.text.plain_words import plain_words


@dataclass(slots=True)
class Sharing:
    """What a record says of data sharing.

    Its plan is "No" also where nothing is known yet: that data are not shared, a policy says.
    """

    plan: str | None = None
    policies: list[str] = field(default_factory=list)

    def finish(self, modules: XmlDraft, leftovers: Leftovers) -> None:
        """Puts the plan and the policies into the record."""
        refuses = any(plain_words(policy) in NOT_SHARED for policy in self.policies)
        if self.plan == "Yes" and not refuses:
            modules.sharing.ipd_sharing = "YES"
        elif self.plan != "Yes" and refuses:
            modules.sharing.ipd_sharing = "NO"
        if self.plan and (self.plan == "Yes") == refuses:
            leftovers.keep_text("trial.miscellaneous.ipdSharingPlan", self.plan)
        modules.sharing.access_criteria = "; ".join(self.policies) or None
