"""Tables of every kind, made by hand, with wordings in both languages."""

from dataclasses import replace

from app.reporting.document import Cell, Measure, Note, Row, Table
from tests.reporting.gallery_cells import (
    HIDES,
    PAIR,
    W2021,
    W2024,
    cell,
    gap,
    row,
    sized,
    words,
)

OBSTACLES = (
    (
        "world_information",
        "Information on world affairs",
        "国際情勢の情報収集",
        55.3,
        41.2,
        "0.012",
    ),
    (
        "us_china",
        "Uncertainty of relations between the United States and China",
        "米中関係の不透明性",
        48.7,
        22.4,
        "0.001",
    ),
    ("expertise", "Staff with the expertise", "専門知識を持つ人材の不足", 36.8, 44.1, "0.412"),
    ("cost", "Cost", "コスト", 30.3, 28.9, "1.000"),
    (
        "visibility",
        "Limited view of the supply chain",
        "供給網の把握の難しさ",
        25.0,
        38.2,
        "0.098",
    ),
    ("risk_method", "A method to assess risks", "リスク評価の方法", 21.1, 19.7, "1.000"),
    ("scenarios", "Scenarios", "シナリオの策定", 13.2, 16.4, "1.000"),
    (
        "government_policy",
        "Unclear policy of the government",
        "政府方針の不明確さ",
        9.2,
        12.5,
        "1.000",
    ),
)


def choice() -> Table:
    """Several answers with a hidden cell, a marked difference, figures of others and many rows."""
    rows = [
        row(code, words(en, ja), cell(jp), cell(eu, 152, spread=7), p=p)
        for code, en, ja, jp, eu, p in OBSTACLES
    ]
    none = words("None in particular", "特になし")
    unknown = words("Do not know", "わからない")
    return Table(
        code="obstacles",
        item="obstacles",
        num="B4",
        title=words("Main obstacles to economic security work", "経済安全保障への取組の主な課題"),
        question=words("What are the main obstacles?", "主な課題は何ですか。"),
        answers="multiple",
        max_choices=3,
        columns=PAIR,
        rows=(
            *rows,
            row("none", none, HIDES, cell(4.6, 152), kind="rest", p="0.5"),
            row("dont_know", unknown, cell(5.3), cell(7.9, 152), kind="missing", p="1.000"),
        ),
        tests=9,
        notes=(Note("multiple_up_to", {"k": "3"}), Note("hidden")),
        chapter=words("Organisation", "体制"),
        beside=(W2021, W2024),
    )


def scale() -> Table:
    """A scale of four with don't know apart."""
    levels = (
        ("strong", "Strongly", "強く意識している", 42.1, 25.0),
        ("some", "Somewhat", "ある程度意識している", 38.2, 41.4),
        ("little", "Little", "あまり意識していない", 13.2, 21.7),
        ("none", "Not at all", "全く意識していない", 3.9, 9.2),
    )
    return Table(
        code="awareness",
        item="awareness",
        num="B1",
        title=words("How far firms are aware of economic security", "経済安全保障への意識"),
        question=words("How aware is your firm?", "貴社はどの程度意識していますか。"),
        answers="single",
        columns=PAIR,
        rows=(
            *(
                row(code, words(en, ja), cell(jp), cell(eu, 152), p="0.040")
                for code, en, ja, jp, eu in levels
            ),
            row(
                "dont_know",
                words("Do not know", "わからない"),
                cell(2.6),
                cell(2.6),
                kind="missing",
            ),
        ),
        tests=4,
        kind="scale",
        notes=(Note("single"),),
    )


def concerns() -> Table:
    """A scale of five for each of several places, with a base of its own."""
    places = (("Taiwan Strait", "台湾海峡", 46), ("Red Sea", "紅海", 30), ("Arctic", "北極", 12))
    steps = (
        ("c1", "Not concerned", "懸念していない", "low", 0.2),
        ("c2", "Slightly", "少し懸念", "low", 0.3),
        ("c3", "Moderately", "ある程度懸念", "middle", 0.5),
        ("c4", "Concerned", "懸念している", "high", 0.6),
        ("c5", "Very concerned", "非常に懸念", "high", 0.4),
    )
    rows = [
        replace(
            row(
                f"{en}_{code}".lower().replace(" ", "_"),
                words(label, japanese),
                replace(cell(part * share / 1.2 + 8), base=70),
                replace(cell(part * share / 1.6 + 10), base=140),
            ),
            part=words(en, ja),
            side=side,
        )
        for en, ja, part in places
        for code, label, japanese, side, share in steps
    ]
    return Table(
        code="area_concern",
        item="area_concern",
        num="F2",
        title=words("Concern about places", "地域への懸念"),
        question=words("How concerned is your firm?", "どの程度懸念していますか。"),
        answers="single",
        columns=PAIR,
        rows=tuple(rows),
        kind="scale",
        universe=words("Firms that trade abroad", "海外と取引のある企業"),
    )


def rank() -> Table:
    """Three places of importance: ranked at all, ranked first, mean points."""
    items = (
        ("direction", "Direction of policy", "政策の方向性", 60.5, 44.1),
        ("information", "Information", "情報提供", 44.7, 51.3),
        ("tax", "Tax relief", "税制上の支援", 27.6, 30.9),
    )
    return Table(
        code="government_wishes",
        item="government_wishes",
        num="I1",
        title=words("What firms expect of the government", "政府への期待"),
        question=words("Which three matter most?", "重要なものを3つお選びください。"),
        answers="multiple",
        columns=PAIR,
        rows=tuple(
            Row(
                code,
                words(en, ja),
                "option",
                (cell(jp), cell(eu)),
                gap(cell(jp), cell(eu), "0.2"),
                also=(
                    (cell(jp / 2), cell(eu / 2)),
                    (points(jp / 30), points(eu / 30)),
                ),
            )
            for code, en, ja, jp, eu in items
        ),
        tests=3,
        kind="rank",
        measure=Measure("top"),
        measures=(Measure("first"), Measure("points", "points")),
        chapter=words("Government and cooperation", "政府と協力"),
    )


def points(value: float) -> Cell:
    """Mean points of a rank."""
    return Cell("full", f"{value:.2f}", f"{value - 0.3:.2f}", f"{value + 0.3:.2f}")


def mix() -> Table:
    """A sum of 100: mean and median by source."""
    parts = (
        ("home", "At home", "国内", 61.2, 48.3),
        ("china", "China", "中国", 18.4, 12.9),
        ("other", "Elsewhere", "その他", 20.4, 38.8),
    )
    return Table(
        code="sourcing_mix",
        item="sourcing_mix",
        num="C2",
        title=words("Where inputs are made", "調達先の構成"),
        question=words("What share is made in each?", "調達額に占める割合をご記入ください。"),
        answers="single",
        columns=PAIR,
        rows=tuple(
            Row(
                code,
                words(en, ja),
                "option",
                (replace(cell(jp), count=None), replace(cell(eu), count=None)),
                also=((Cell("full", f"{jp - 3:.1f}"), Cell("full", f"{eu - 4:.1f}")),),
            )
            for code, en, ja, jp, eu in parts
        ),
        kind="sum",
        measure=Measure("mean"),
        measures=(Measure("median"),),
    )


def paired() -> Table:
    """Measures taken, and planned beside them."""
    held = (
        ("diversify", "More suppliers", "調達先の分散", 41.1, 38.2, 22.3, 30.1),
        ("stock", "Larger stocks", "在庫の積み増し", 32.9, 29.6, 10.5, 14.2),
        ("redesign", "Products redesigned", "製品設計の変更", 12.5, 15.1, 9.2, 13.8),
    )
    planned = tuple(replace(one, base=one.base - 2, answered=one.answered - 2) for one in PAIR)
    return Table(
        code="measures",
        item="measures_taken",
        num="G1",
        title=words("Measures taken and planned", "実施済み・予定の対策"),
        question=words("Which measures has your firm taken?", "実施した対策をお選びください。"),
        answers="multiple",
        columns=PAIR,
        rows=tuple(
            Row(
                code,
                words(en, ja),
                "option",
                (cell(a), cell(b)),
                also=((cell(c), cell(d)),),
            )
            for code, en, ja, a, b, c, d in held
        ),
        measure=Measure("taken", label=words("Taken", "実施済み")),
        measures=(Measure("planned", label=words("Planned", "予定"), columns=planned),),
    )


def participation() -> Table:
    """Rates of response by sector and by size, each row with its own base."""
    kinds = (
        ("Sector", "業種", "c26", "Electronics", "電子", 31, 77.4),
        ("Sector", "業種", "c20", "Chemicals", "化学", 22, 68.2),
        ("Size", "規模", "medium", "Medium", "中", 40, 70.0),
        ("Size", "規模", "large", "Large", "大", 67, 77.6),
    )
    return Table(
        code="participation",
        item="",
        num="",
        title=words("Who took part", "回答状況"),
        question=words("Firms on the list and responses", "名簿の企業数と回答数"),
        answers="single",
        columns=PAIR,
        rows=tuple(
            Row(
                code,
                words(en, ja),
                "option",
                (sized(rate, base), sized(rate / 2, base * 4)),
                part=words(part, japanese),
            )
            for part, japanese, code, en, ja, base, rate in kinds
        ),
        kind="participation",
        measure=Measure("rate"),
        base_kind="all",
        chapter=words("Participation", "回答状況"),
    )


def exposure() -> Table:
    """Firms that the rule calls exposed."""
    return Table(
        code="exposure",
        item="inputs",
        num="D3",
        title=words("Exposed firms", "脆弱性のある企業"),
        question=words("Most critical inputs", "最も重要な投入財"),
        answers="single",
        columns=PAIR,
        rows=(
            row("all", words("All firms", "全企業"), cell(34.2), cell(27.0), p="0.300"),
            row("input", words("With such an input", "該当企業"), cell(51.0), cell(43.2), p="0.9"),
        ),
        tests=2,
        kind="exposure",
        measure=Measure("exposed"),
        notes=(Note("bounds"),),
    )
