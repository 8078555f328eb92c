"""What an invented firm answers to every item of the default survey, as it is to be stored."""

from collections.abc import Mapping, Sequence

Stored = Mapping[str, object]

TEXTS = {
    "en": {
        "department": "Group planning office",
        "input_name": "Neodymium magnets",
        "other_input": "Wafers for sensors, 200 mm",
        "constraint": "Long approval times",
        "message": "Tell firms of new export rules\nat least three months ahead.",
    },
    "ja": {
        "department": "グループ企画室",
        "input_name": "ネオジム磁石",
        "other_input": "センサー用ウエハー（200ミリ）",
        "constraint": "承認に時間がかかる",
        "message": "新しい輸出規制は、\n少なくとも3か月前に企業へ知らせてほしい。",
    },
}


def given(value: object, other: str | None = None) -> Stored:
    """An answer as it is stored."""
    return {"status": "given", "value": value} | ({"other": other} if other else {})


def answers(language: str) -> dict[str, Stored]:
    """Every item on the longest way through the survey; its texts in a language."""
    own = TEXTS[language]
    return {
        **{item: given(code) for item, code in SINGLE.items()},
        **{item: given(list(codes)) for item, codes in SEVERAL.items()},
        **{item: given(dict(rows)) for item, rows in ROWS.items()},
        "employees": {"status": "estimated", "value": "1200"},
        "department": given("other", own["department"]),
        "spending_change": {"status": "dont_know"},
        "constraints": given(["other", "capital"], own["constraint"]),
        "policy_message": given(own["message"]),
        "inputs": given(
            [
                _input(own["input_name"], "permanent_magnets", "cn"),
                _input(own["other_input"], "semiconductors", "tw"),
                _input(None, "critical_minerals", "au"),
            ]
        ),
    }


SINGLE = {
    "response_unit": "single_firm",
    "main_sector": "electronics",
    "turnover": "n250_1000",
    "awareness": "strong",
    "board_frequency": "n4_11",
    "organisation": "cross_team",
    "largest_source": "cn",
    "source_effect": "already",
    "critical_inputs": "yes",
    "tier_visibility": "tier2",
    "event_effect": "large",
    "profit_effect": "down_le10",
    "rule_conflict": "yes_unchanged",
    "output_duration": "m1_3",
    "china_dependence": "reducing",
    "extraterritorial": "partly",
    "clearance": "future",
    "licence_delays": "some",
    "partner_alternative": "within_3y",
    "consent_list": "yes",
    "consent_quote": "no",
    "consent_interview": "no",
    "consent_benchmark": "yes",
}

SEVERAL: Mapping[str, Sequence[str]] = {
    "production_sites": ("japan", "china", "asean"),
    "obstacles": ("risk_method", "us_china", "expertise"),
    "critical_groups": ("permanent_magnets", "semiconductors", "critical_minerals"),
    "minerals": ("gallium", "graphite", "rare_earths_heavy"),
    "event_causes": ("us_tariffs", "cn_controls"),
    "event_effects": ("cost_up", "delay"),
    "top_risks": ("cn_controls", "materials", "cyber"),
    "scenario_plans": ("mineral_ban", "cyber"),
    "measures_taken": ("diversify", "stocks"),
    "measures_planned": ("source_japan", "recycling", "mapping"),
    "china_alternative": ("japan", "korea"),
    "leak_measures": ("cyber_security", "staff_rules"),
    "government_wishes": ("information", "stockpiles", "direction"),
    "jp_eu_cooperation": ("minerals", "semiconductors", "standards"),
}

ROWS: Mapping[str, Mapping[str, str]] = {
    "sales_share": {"japan": "p10_30", "eu": "p30_50", "us": "lt10", "china": "dont_know"},
    "sourcing_mix": {"japan": "20", "eu": "35", "china": "30", "korea": "12", "other": "3"},
    "sales_plan": {"japan": "keep", "eu": "expand", "us": "expand", "china": "reduce"},
    "purchase_plan": {"japan": "expand", "eu": "expand", "us": "dont_know", "china": "reduce"},
    "area_concern": {"japan": "c1", "eu": "c2", "us": "c4", "china": "c5"},
    "policy_usefulness": {
        "jp_supply_support": "not_known",
        "eu_crma": "u4",
        "eu_toolbox": "u3",
        "jp_eu_dialogue": "not_applicable",
    },
}


def _input(name: str | None, group: str, origin: str) -> Stored:
    chosen = {
        "input_group": group,
        "input_origin": origin,
        "input_origin_share": "p65_100",
        "input_channel": "foreign_maker",
        "input_replace": "ge12m",
        "input_stock": "m1_3",
    }
    typed = {"input_name": name} if name else {}
    return {code: given(value) for code, value in {**chosen, **typed}.items()}
