"""The same for the addresses of the mapping.

The team is the host and the facilitator; a voice is any party, the facilitator or the evaluator.
"""

from __future__ import annotations

from tests.authz.expectations import SEAT_PAGE, SHOWN

TEAM = ("L0--Y000Y0000", "L0--Y---Y0000", "L0--Y---Y0000")
TEAM_FORM = ("L0--I000I0000", "L0--I---I0000", "L0--I---I0000")
TEAM_CONFLICT = ("L0--C000C0000", "L0--C---C0000", "L0--C---C0000")
# The same, said to everybody who may see the campaign: files are read in by the team.
TEAM_SAID = ("L0--Y000Y0000", "L0--Y---Y0000", "L---Y---Y----")
TEAM_SAID_FORM = ("L0--I000I0000", "L0--I---I0000", "L---I---I----")
TEAM_SAID_CONFLICT = ("L0--C000C0000", "L0--C---C0000", "L---C---C----")
VOICE = ("L0-YY000Y0000", "L0-YYYYYY0000", "L0-YYYYYY0000")
VOICE_FORM = ("L0-II000I0000", "L0-IIIIII0000", "L0-IIIIII0000")
# The stakeholder is party A, in the draft the host: whether others read its scores is said by its own liaison.
OWN_LIAISON = ("L0---000Y0000", "L0----Y--0000", "L0----Y--0000")
OWN_LIAISON_FORM = ("L0---000I0000", "L0----I--0000", "L0----I--0000")
# An assessment of party A exists for nobody else; in the draft it is the host's.
OWN_PARTY = ("L0000000Y0000", "L0000YY000000", "L0000YY000000")

ROWS: dict[str, str | tuple[str, str, str]] = {
    "stakeholders:missing GET": SHOWN,
    "stakeholders:register GET": SEAT_PAGE,
    "stakeholders:add GET": TEAM,
    "stakeholders:add POST": TEAM,
    "stakeholders:register_csv GET": SEAT_PAGE,
    "stakeholders:register_xlsx GET": SEAT_PAGE,
    "stakeholders:save_view POST": ("L0III000I0000", "L0IIIIIII0000", "L0IIIIIII0000"),
    "stakeholders:delete_view POST": ("L0000000Y0000", "L00000Y000000", "L00000Y000000"),
    "stakeholders:bulk GET": TEAM,
    "stakeholders:bulk POST": TEAM,
    "stakeholders:stakeholder GET": SEAT_PAGE,
    "stakeholders:change GET": TEAM,
    "stakeholders:change POST": TEAM_FORM,
    "stakeholders:move GET": TEAM,
    "stakeholders:move POST": TEAM_FORM,
    "stakeholders:log GET": TEAM,
    "stakeholders:log POST": TEAM_FORM,
    "stakeholders:merge GET": TEAM,
    "stakeholders:merge POST": TEAM,
    "stakeholders:remove GET": TEAM,
    "stakeholders:remove POST": TEAM_FORM,
    "stakeholders:imports GET": TEAM_SAID,
    "stakeholders:imports POST": TEAM_SAID_FORM,
    "stakeholders:import_template GET": TEAM_SAID,
    "stakeholders:import GET": TEAM_SAID,
    "stakeholders:import_columns GET": TEAM_SAID,
    "stakeholders:import_columns POST": TEAM_SAID_FORM,
    "stakeholders:import_decisions POST": TEAM_SAID_CONFLICT,
    "stakeholders:import_take POST": TEAM_SAID,
    "stakeholders:import_discard GET": TEAM_SAID,
    "stakeholders:import_discard POST": TEAM_SAID,
    "stakeholders:import_errors GET": TEAM_SAID,
    "stakeholders:import_errors_xlsx GET": TEAM_SAID,
    "stakeholders:grid GET": SEAT_PAGE,
    "stakeholders:salience GET": SEAT_PAGE,
    "stakeholders:history GET": SEAT_PAGE,
    "stakeholders:consent GET": OWN_LIAISON,
    "stakeholders:consent POST": OWN_LIAISON_FORM,
    "stakeholders:assessments GET": SEAT_PAGE,
    "stakeholders:assess GET": VOICE,
    "stakeholders:assess POST": VOICE_FORM,
    "stakeholders:withdraw_assessment GET": OWN_PARTY,
    "stakeholders:withdraw_assessment POST": OWN_PARTY,
    "stakeholders:network GET": SEAT_PAGE,
    "stakeholders:ties GET": SEAT_PAGE,
    "stakeholders:add_tie GET": TEAM,
    "stakeholders:add_tie POST": TEAM_FORM,
    "stakeholders:change_tie GET": TEAM,
    "stakeholders:change_tie POST": TEAM_FORM,
    "stakeholders:remove_tie GET": TEAM,
    "stakeholders:remove_tie POST": TEAM,
    "stakeholders:coverage GET": SEAT_PAGE,
    "stakeholders:capabilities GET": TEAM,
    "stakeholders:capabilities POST": TEAM_FORM,
    "stakeholders:retire_capability GET": TEAM,
    "stakeholders:retire_capability POST": TEAM_CONFLICT,
    "stakeholders:new_requirement GET": TEAM,
    "stakeholders:new_requirement POST": TEAM_FORM,
    "stakeholders:starter GET": TEAM,
    "stakeholders:starter POST": TEAM,
    "stakeholders:requirement GET": TEAM,
    "stakeholders:requirement POST": TEAM_FORM,
    "stakeholders:waive_requirement GET": TEAM,
    "stakeholders:waive_requirement POST": TEAM_FORM,
    "stakeholders:restore_requirement GET": TEAM,
    "stakeholders:restore_requirement POST": TEAM,
    "stakeholders:remove_requirement GET": TEAM,
    "stakeholders:remove_requirement POST": TEAM,
    "stakeholders:groups GET": SEAT_PAGE,
    "stakeholders:new_group GET": TEAM,
    "stakeholders:new_group POST": TEAM_FORM,
    "stakeholders:group GET": TEAM,
    "stakeholders:group POST": TEAM_FORM,
    "stakeholders:remove_group GET": TEAM,
    "stakeholders:remove_group POST": TEAM,
    "stakeholders:nominations GET": SEAT_PAGE,
    "stakeholders:nominate GET": VOICE,
    "stakeholders:nominate POST": VOICE_FORM,
    "stakeholders:nomination GET": SEAT_PAGE,
    "stakeholders:nomination POST": TEAM_FORM,
    "stakeholders:plan GET": SEAT_PAGE,
}
