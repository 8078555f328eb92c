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
    "file.taken": mark("File taken out"),
    "frame.loaded": mark("Frame loaded"),
    "report.run": mark("Tables run"),
    "request.refused": mark("Access refused"),
    "responses.exported": mark("Responses taken out"),
    "responses.loaded": mark("Responses loaded"),
    "role.granted": mark("Role given"),
    "role.revoked": mark("Role taken away"),
    "run.published": mark("Run published"),
    "run.withdrawn": mark("Run withdrawn"),
    "snapshot.kept": mark("Snapshot kept"),
    "survey.published": mark("Survey published"),
    "tables.tabulated": mark("Tables made by command"),
    "wave.closed": mark("Wave closed"),
    "wave.end_moved": mark("End of the wave moved"),
    "wave.frozen": mark("Wave frozen"),
    "wave.opened": mark("Wave opened"),
    "wave.simulated": mark("Wave marked as simulated"),
}
"""Kinds that are not here are shown by their names."""
