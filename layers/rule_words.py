"""A definition of exposure in words: its name, one sentence, and what each of its numbers is called."""

from __future__ import annotations

from dataclasses import fields

from geo.exposure_rule import LIMITS, ExposureRule, parse_rule, rule_text
from layers.text import number, text


def preset_name(key: str, lang: str) -> str:
    """What a preset is called."""
    return text(f"rule.preset.{key}", lang)


def rule_name(rule: ExposureRule, lang: str) -> str:
    """The preset, or the preset it departs from with what is changed: "Bắc Giang 6/2021, 15 phút chung"."""
    base = rule_text(rule).partition(",")[0]
    changed = [parameter_words(name, rule, lang) for name in changed_parameters(rule)]
    return ", ".join([preset_name(base, lang), *changed])


def changed_parameters(rule: ExposureRule) -> tuple[str, ...]:
    """Numbers in which a rule departs from its preset, in order."""
    preset = parse_rule(rule_text(rule).partition(",")[0])
    return tuple(
        f.name for f in fields(rule) if f.name in LIMITS and getattr(rule, f.name) != getattr(preset, f.name)
    )


def parameter_label(name: str, lang: str) -> str:
    """What a number of the rule is called."""
    return text(f"rule.{name}.label", lang)


def parameter_words(name: str, rule: ExposureRule, lang: str) -> str:
    """A number of the rule with its unit and what it says."""
    return text(f"rule.{name}.words", lang, getattr(rule, name))


def rule_sentence(rule: ExposureRule, lang: str) -> str:
    """The whole definition with its numbers."""
    values = {name: number(getattr(rule, name), lang) for name in LIMITS}
    parts = [text(f"rule.sentence.{rule.match}", lang, None, **values)]
    if rule.tail_within_stay:
        parts.append(text("rule.sentence.tail_within_stay", lang))
    if rule.buffer_minutes and rule.match == "overlap":
        parts.append(text("rule.sentence.buffer", lang, None, **values))
    parts.append(text("rule.sentence.imputed", lang, None, **values))
    return " ".join(parts)
