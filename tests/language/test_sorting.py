"""Names stand in the order in which a reader looks for them."""

import pytest

from app.language.sorting import sort_key

ORDERS = {
    "a long vowel": ["オーストラリア", "オーストリア", "オマーン", "オランダ"],
    "voiced as unvoiced": ["ガーナ", "カザフスタン", "カタール", "カナダ", "ガボン", "カメルーン"],
    "small kana": ["シャム", "ジャワ", "ショウ"],
    "rows": ["ポーランド", "ボスニア", "ポルトガル", "ルーマニア", "ルクセンブルク", "ルワンダ"],
    "hiragana as katakana": ["あひる", "アメリカ", "いぬ"],
    "accents": ["Côte d'Ivoire", "Croatia", "Egypt", "Österreich", "Poland"],
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=list(ORDERS))
def test_names_stand_where_a_reader_looks_for_them(order: list[str]) -> None:
    backwards = order[::-1]

    assert sorted(backwards, key=sort_key) == order


def test_names_that_differ_in_accents_alone_keep_one_order() -> None:
    assert sort_key("ハハ") < sort_key("パパ")
    assert sort_key("ハハ")[0] == sort_key("ババ")[0]
