"""Who gets what from every address, written down apart from the code that decides it.

One letter a persona, in the order of `world.PERSONAS` (the letters are explained in `asking`):

    a  o  o  e  f  s  l  o  h  f  e  w  a
    n  u  b  v  a  i  i  t  o  o  l  o  d
    o  t  s  a  c  g  a  h  s  r  s  r  m

A row is one line for every state, or one line for each of draft, parties and public.
"""

from __future__ import annotations

ALL = "YYYYYYYYYYYYY"
SIGNED_IN = "LYYYYYYYYYYYY"
WRONG = "LIIIIIIIIIIII"
PROVE = "LRRRRRRRRRRRR"
NOTHING_THERE = "L000000000000"
READ_ONLY = "LNNNNNNNNNNNN"
NO_SUCH = "NNNNNNNNNNNNN"
ADMINISTRATOR = "L-----------Y"

# Reading what a campaign shows: a draft to the host and the neutral roles, then to the parties, then to everybody.
SHOWN = ("00YYY000Y0000", "00YYYYYYY0000", "YYYYYYYYYYYYY")
# Lists and pages with persons or addresses on them: only for those who sit at the table.
SEATED = ("L0YYY000Y0000", "L0YYYYYYY0000", "L-YYYYYYY----")
SEAT_PAGE = ("L0YYY000Y0000", "L0YYYYYYY0000", "L0YYYYYYY0000")
# The host convenes: it alone changes what the campaign says of itself.
HOST = ("L0---000Y0000", "L0------Y0000", "L-------Y----")
HOST_FORM = ("L0---000I0000", "L0------I0000", "L-------I----")
# What belongs to party A is party A's: no other party, not the host, no administrator.
OWN = ("L0---000-0000", "L0----Y--0000", "L-----Y------")
OWN_FORM = ("L0---000-0000", "L0----I--0000", "L-----I------")
OWN_SEAT = ("L0---000-0000", "L0----Y--0000", "L0----Y--0000")
OWN_SEAT_FORM = ("L0---000-0000", "L0----I--0000", "L0----I--0000")
# Whoever sent an invitation answers for it: in the draft that is the host.
SENDER = ("L0---000Y0000", "L0----Y--0000", "L-----Y------")
SENDER_FORM = ("L0---000I0000", "L0----I--0000", "L-----I------")

ROWS: dict[str, str | tuple[str, str, str]] = {
    "desk:home GET": "YYYYYYYYYYYYY",
    "campaigns:list GET": ALL,
    "campaigns:new GET": "L-------Y----",
    # A draft is written in steps; the first wants words.
    "campaigns:new POST": "L-------Y----",
    "campaigns:home GET": SHOWN,
    "campaigns:brand GET": SHOWN,
    "campaigns:parties GET": SHOWN,
    "campaigns:parties_csv GET": SHOWN,
    "campaigns:party GET": SHOWN,
    "campaigns:activity GET": SHOWN,
    "campaigns:record GET": SHOWN,
    "campaigns:checkpoint GET": SHOWN,
    "campaigns:entry GET": SHOWN,
    "campaigns:proof GET": SHOWN,
    "campaigns:settings GET": HOST,
    "campaigns:change GET": HOST,
    "campaigns:change POST": HOST_FORM,
    "campaigns:visibility GET": ("L0---000Y0000", "L0------Y0000", "L------------"),
    # Sent twice it is done once: the second time changes nothing and says the same.
    "campaigns:visibility POST": ("L0---000Y0000", "L0------Y0000", "L-------Y----"),
    "campaigns:phase GET": HOST,
    # The gate stays shut while a nomination waits for its answer; who may not even ask is refused before that.
    "campaigns:phase POST": ("L0---000C0000", "L0------C0000", "L-------C----"),
    "campaigns:facts GET": HOST,
    "campaigns:facts POST": HOST_FORM,
    "campaigns:remove_fact GET": HOST,
    "campaigns:remove_fact POST": HOST,
    # Only a draft is discarded.
    "campaigns:discard GET": ("L0---000Y0000", "L0-------0000", "L------------"),
    "campaigns:discard POST": ("L0---000Y0000", "L0-------0000", "L------------"),
    "campaigns:leave GET": OWN,
    "campaigns:leave POST": OWN_FORM,
    "campaigns:invitations GET": SEATED,
    "campaigns:invitation GET": SEATED,
    # The host invites parties and neutral roles, the facilitator proposes parties, each liaison its own colleagues.
    # This one names an organisation that is not at the table yet.
    "campaigns:invite GET": ("L0---000-0000", "L0--Y---Y0000", "L---Y---Y----"),
    "campaigns:invite POST": ("L0---000-0000", "L0--I---I0000", "L---I---I----"),
    "campaigns:remind POST": ("L0---000C0000", "L0----C--0000", "L-----C------"),
    "campaigns:revoke GET": SENDER,
    "campaigns:revoke POST": SENDER_FORM,
    "campaigns:renew POST": SENDER,
    "campaigns:seat GET": SEAT_PAGE,
    "campaigns:end_seat GET": ("L0---000Y0000", "L0----Y--0000", "L0----Y--0000"),
    "campaigns:end_seat POST": ("L0---000I0000", "L0----I--0000", "L0----I--0000"),
    "campaigns:hand_over GET": OWN_SEAT,
    "campaigns:hand_over POST": OWN_SEAT_FORM,
    "campaigns:delegate GET": OWN_SEAT,
    "campaigns:delegate POST": OWN_SEAT_FORM,
    "campaigns:mandate GET": OWN_SEAT,
    "campaigns:mandate POST": OWN_SEAT_FORM,
    # The document: the own party and the facilitator; the draft's seat has none.
    "campaigns:mandate_file GET": ("L0--0000-0000", "L0--YYY--0000", "L0--YYY--0000"),
    # A link is for whoever holds it, account or not; this one was sent to one address.
    "campaigns:invited GET": ("YYCCCYYYCYYYY", "YYCCCCCCCYYYY", "YYCCCCCCCYYYY"),
    "campaigns:invited POST": ("Y------------", "Y------------", "YICCCCCCCIIII"),
    "campaigns:decline GET": ALL,
    "campaigns:decline POST": "IIIIIIIIIIIII",
    "people:enter GET": ALL,
    "people:enter POST": ALL,
    "people:profile GET": SIGNED_IN,
    "people:profile POST": WRONG,
    "people:export GET": SIGNED_IN,
    "people:export POST": PROVE,
    "people:prove GET": SIGNED_IN,
    "people:prove POST": PROVE,
    "people:end_session POST": SIGNED_IN,
    "people:close GET": SIGNED_IN,
    "people:close POST": WRONG,
    "people:closed GET": ALL,
    "people:organisations GET": SIGNED_IN,
    "people:organisations_sheet GET": SIGNED_IN,
    "people:propose GET": SIGNED_IN,
    "people:propose POST": WRONG,
    "people:organisation GET": SIGNED_IN,
    "people:change GET": "L----------YY",
    "people:change POST": "L----------II",
    "people:members GET": "L----------YY",
    "people:end_affiliation GET": "L0000000000YY",
    "people:end_affiliation POST": "L0000000000YY",
    "people:set_admin POST": "L0000000000YY",
    "people:verify GET": ADMINISTRATOR,
    "people:verify POST": "L-----------I",
    "people:retire GET": ADMINISTRATOR,
    "people:retire POST": "L-----------I",
    # It is in use: there is nothing to bring back.
    "people:restore POST": "L-----------C",
    "people:merge GET": ADMINISTRATOR,
    "people:merge POST": "L-----------I",
    "people:sectors GET": ADMINISTRATOR,
    "people:add_sector GET": ADMINISTRATOR,
    "people:add_sector POST": "L-----------I",
    "people:sector GET": ADMINISTRATOR,
    "people:sector POST": "L-----------I",
    "people:move_sector POST": ADMINISTRATOR,
    "notices:inbox GET": SIGNED_IN,
    "notices:read_all POST": SIGNED_IN,
    "notices:settings GET": SIGNED_IN,
    "notices:settings POST": WRONG,
    "notices:open GET": "L00000Y000000",
    "notices:open POST": "L00000Y000000",
    "notices:unsubscribe GET": ALL,
    "notices:unsubscribe POST": ALL,
    "acknowledge_restore POST": ADMINISTRATOR,
    "set_language POST": ALL,
    "healthz GET": ALL,
    "readyz GET": ALL,
    "robots GET": ALL,
    "favicon GET": ALL,
    # Without MUFAKAT_SECURITY_CONTACT there is no such file; the demonstration's switch needs the demonstration.
    "security_txt GET": "0000000000000",
    "web:gallery GET": ALL,
    "demo:step_into POST": "0000000000000",
    "demo:faulty_register GET": "0000000000000",
} | {
    # Sign-in pages. The anonymous sign in; the signed-in are moved on; what changes an account asks again who one is.
    **{
        f"{name} {method}": ALL
        for method in ("GET", "POST")
        for name in (
            "account_login",
            "account_logout",
            "account_signup",
            "account_email_verification_sent",
            "account_reset_password",
            "account_confirm_login_code",
            "account_confirm_password_reset_code",
            "account_complete_password_reset",
            "account_request_login_code",
            "mfa_authenticate",
        )
    },
    "account_inactive GET": ALL,
    "account_inactive POST": NO_SUCH,
    "account_password_reset_completed GET": ALL,
    "account_password_reset_completed POST": NO_SUCH,
    **{
        f"{name} {method}": SIGNED_IN
        for method in ("GET", "POST")
        for name in (
            "account_email",
            "account_change_password",
            "account_set_password",
            "usersessions_list",
        )
    },
    "mfa_index GET": SIGNED_IN,
    "mfa_index POST": READ_ONLY,
    "mfa_list_webauthn GET": SIGNED_IN,
    "mfa_list_webauthn POST": READ_ONLY,
    "mfa_view_recovery_codes POST": READ_ONLY,
    **{
        f"{name} {method}": PROVE
        for method in ("GET", "POST")
        for name in (
            "account_reauthenticate",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_activate_totp",
            "mfa_generate_recovery_codes",
            "mfa_add_webauthn",
            "mfa_remove_webauthn",
            "mfa_edit_webauthn",
        )
    },
    # Nobody of this world has an authenticator to read or to remove; passkey sign-in answers whoever asks.
    "mfa_deactivate_totp GET": NOTHING_THERE,
    "mfa_deactivate_totp POST": NOTHING_THERE,
    "mfa_view_recovery_codes GET": NOTHING_THERE,
    "mfa_download_recovery_codes GET": NOTHING_THERE,
    "mfa_download_recovery_codes POST": NOTHING_THERE,
    "mfa_login_webauthn GET": ALL,
    "mfa_login_webauthn POST": ALL,
}
