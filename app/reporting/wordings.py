"""The wordings of every note of a report, in English; the catalogue has them in Japanese."""

from collections.abc import Mapping

from app.language.catalogue import mark
from app.reporting.beside import REMARKS

THIN = mark(
    "{group}: in some strata one firm answered, or none. No figure covers a stratum without an "
    "answer; intervals are wider for one with a single answer."
)
"""Documents of earlier programs name these strata; nobody who reads one may learn them."""

NOTES: Mapping[str, str] = {
    "base": mark(
        "Base: firms that were asked and gave an answer; “none” and “do not know” are answers. "
        "Firms that gave no answer, refused or said that the question does not apply to them "
        "stand outside the base."
    ),
    "reading_frame": mark(
        "Reading: these firms. Intervals speak of the firms on the list and of no others. They "
        "take the firms that answered for a random part of those on the list."
    ),
    "reading_process": mark(
        "Reading: firms like these. Intervals speak of firms like those on the list, now and in "
        "other years, and are therefore wider than for the list alone."
    ),
    "level": mark("Nominal level of each interval: {level}%."),
    "bounds": mark(
        "Bounds assume nothing about the firms on the list that gave no answer: the lower counts "
        "them as if none would give this answer, the upper as if all would."
    ),
    "families": mark(
        "The report makes {tests} tests in all. p is adjusted within each table, not across them."
    ),
    "base_all": mark(
        "Base: all firms, with those that were not asked; these count as not having named it. "
        "Firms that were asked and gave no answer stand outside the base."
    ),
    "base_asked": mark(
        "Base: all firms that were asked. Firms that gave no answer count as not having named it."
    ),
    "roster": mark(
        "Share of firms that named it for at least one of up to {k} inputs; the firm is counted "
        "once, and the shares may add to more than 100%."
    ),
    "rank": mark(
        "Up to {k} answers in order of importance. Points: as many as there are ranks for the "
        "first, one less for each rank below, none where it was not ranked. Every figure is of "
        "all firms in the base."
    ),
    "constant_sum": mark(
        "Mean of the percentages that firms stated, whatever the amount a firm buys; totals of 99 "
        "to 101 are brought to 100. Firms that do not know, or to whom the question does not "
        "apply, stand outside the base."
    ),
    "median_rounded": mark(
        "Medians are rounded to {points} points, because each is the answer of a firm. The number "
        "of firms behind a mean is not shown."
    ),
    "participation": mark(
        "Rate of response: firms that sent their answers, in percent of the firms on the list. It "
        "is counted and has no interval. Parts of the list that are too small, or in which nearly "
        "all or nearly none took part, are not shown."
    ),
    "participation_whole": mark(
        "A snapshot was taken before the list was kept with country, sector and size, so only the "
        "whole list is shown."
    ),
    "exposure_rule": mark(
        "Rule: a firm is exposed if, for one of the inputs it named, the largest country of "
        "origin lies outside its own area and has at least {share}% of the purchases, replacing "
        "it would take {months} months or more, and the stocks normally held last less long than "
        "that."
    ),
    "exposure_bands": mark("Read as numbers, {item}: {bands}."),
    "exposure_untold": mark(
        "A band that does not decide a condition, an origin that is not known, or an answer that "
        "is missing, leaves it open; one condition that surely fails is enough for “not exposed”. "
        "Of an input that cannot be replaced, any stock lasts less long than that. Firms that "
        "cannot be told count as not exposed in the first figure and as exposed in the second; "
        "among all firms these are also firms that have not checked, or did not say, whether they "
        "use such inputs. Firms that were asked and named no input stand in neither base."
    ),
    "exposure_hidden": mark(
        "Both figures of a row are shown or neither is. Where a part is hidden, further parts are "
        "hidden so that it cannot be computed."
    ),
    "multiple_up_to": mark(
        "Multiple answers, up to {k} for each firm: the shares may add to more than 100%."
    ),
    "multiple": mark("Multiple answers: the shares may add to more than 100%."),
    "sum": mark("{group}: the shares of this table add to {sum}%."),
    "single": mark("One answer for each firm."),
    "rounding": mark("Shares are rounded one by one and may not add to 100 exactly."),
    "weighted": mark(
        "{group}: shares are weighted so that each of the {strata} strata counts as it does on "
        "the list. Numbers of firms are not weighted."
    ),
    "weighted_here": mark("{group}: shares are weighted by stratum, see “{method}”."),
    "strata": mark(
        "{group}: its strata are {names}. Each response counts N/n: the firms of its stratum on "
        "the list over the responses from it. A weighted share is the sum of these numbers over "
        "the firms counted, in percent of their sum over the base."
    ),
    "rules_base": mark(
        "Rules of publication: with fewer than {hide} firms in the base shares are hidden; with "
        "fewer than {few} they have {coarse} decimals and the words “few firms”; else they have "
        "{decimals}."
    ),
    "rules_sensitive": mark(
        "Sensitive questions: a share is hidden where the number of firms behind it, or behind "
        "all others, is one of {counts}."
    ),
    "rules_weighted": mark(
        "Sensitive questions in a group of several strata: with fewer than {least} firms behind a "
        "share, or behind all others, it has {coarse} decimals, and neither number of firms nor "
        "bounds."
    ),
    "rules_none": mark("Rules of publication: no figure is hidden."),
    "hidden": mark(
        "Hidden: so few firms stand behind this share, or behind all others, that the answer of a "
        "single firm could be known. Further shares are hidden so that these cannot be computed."
    ),
    "small_base": mark("{group}: fewer than {least} firms stand in the base; shares are hidden."),
    "withheld": mark(
        "Left out: {titles}. One of these questions leads to another, and how many firms were "
        "asked could tell the answer of a single firm."
    ),
    "linked": mark(
        "{group}: hidden here as well, because the same answers of fewer firms stand in another "
        "table of this question."
    ),
    "few": mark("{group}: few firms, shares in whole percent."),
    "uncounted": mark(
        "{group}: where few firms stand behind a share or behind all others (fewer than {least}, "
        "and what would tell their number), it is in whole percent without a number of firms, "
        "bounds or p, because these together could tell the answers of a single stratum."
    ),
    "no_interval": mark(
        "{group}: no interval can be given where too few firms of a stratum answered to show how "
        "much they differ."
    ),
    "difference": mark(
        "Difference: {first} minus {second}, in percentage points. Each interval stands for "
        "itself. p is adjusted for the {tests} differences of this table (Holm)."
    ),
    "difference_plain": mark(
        "Difference: {first} minus {second}, in percentage points. Each interval stands for "
        "itself."
    ),
    "mark": mark(
        "● marks a difference with p under {alpha}, but none where few firms stand behind one of "
        "its two figures, or behind all others. Where there is no mark, equality has not been "
        "shown either."
    ),
    "mark_any": mark(
        "● marks a difference with p under {alpha}. Where there is no mark, equality has not been "
        "shown either."
    ),
    "mark_from": mark(
        "● marks a difference with p under {alpha}. There is no mark, whatever p is, where fewer "
        "than {least} firms stand behind one of its two figures, or behind all others. Where "
        "there is no mark, equality has not been shown either."
    ),
    "no_marks": mark("The data are provisional: differences carry neither p nor mark."),
    "thin": THIN,
    "silent": THIN,
    "lonely": THIN,
    "not_in_form": mark(
        "{group}: this question is not in the short form, which this wave asked; there is no "
        "figure."
    ),
    "core_rows": mark(
        "Of the inputs of each firm the first {k} are counted in every group, because the short "
        "form asks for no more."
    ),
    "part": mark("{group}: a part of its wave; bounds without assumption cannot be given."),
    "provisional": mark("Provisional: answers are still coming in, and figures will change."),
    "simulated": mark("Simulated: firms and answers are invented."),
    "from_counts": mark(
        "Made from published counts: each question comes out as counted. Which firm gave which "
        "answers together is invented, so nothing follows from two questions at once."
    ),
    **REMARKS,
}
"""Code of a note to its wording in English; `group`, `first` and `second` name a column."""
