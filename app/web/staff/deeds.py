"""How each kind of entry of the record is said."""

from collections.abc import Mapping

from app.language.catalogue import mark

DEEDS: Mapping[str, str] = {
    "account.closed": mark("Account closed"),
    "account.created": mark("Account made"),
    "account.password": mark("Password changed"),
    "account.reopened": mark("Account opened again"),
    "account.signed_in": mark("Signed in"),
    "account.signed_out": mark("Signed out"),
    "codes.issued": mark("Codes issued"),
    "codes.reissued": mark("Code replaced"),
    "codes.revoked": mark("Codes revoked"),
    "consents.read": mark("Consents read"),
    "frame.loaded": mark("Frame loaded"),
    "freeze_wave": mark("Wave frozen"),
    "publish_run": mark("Run published"),
    "request.refused": mark("Refused"),
    "responses.exported": mark("Responses taken out"),
    "responses.loaded": mark("Responses loaded"),
    "role.granted": mark("Role given"),
    "role.revoked": mark("Role taken away"),
    "run_report": mark("Tables run"),
    "snapshot.kept": mark("Snapshot kept"),
    "survey.published": mark("Survey published"),
    "tables.tabulated": mark("Tables made by command"),
    "wave.closed": mark("Wave closed"),
    "wave.end_moved": mark("End of the wave moved"),
    "wave.opened": mark("Wave opened"),
    "wave.simulated": mark("Wave marked as simulated"),
    "withdraw_run": mark("Run withdrawn"),
}
"""Kinds that are not here are shown by their names."""
