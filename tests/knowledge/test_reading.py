"""Reading grades: syllables as spoken, short texts easy, listed words free."""

import pytest

from whatelse.knowledge.reading import grade, syllables

SPOKEN = {
    1: ["pain", "thigh", "named", "bruise", "knee", "toes", "goes", "walked", "clear", "rest", "X", "12", "whole"],
    2: [
        "muscle",
        "needles",
        "being",
        "lion",
        "quiet",
        "started",
        "places",
        "sometimes",
        "people",
        "hamstring",
        "table",
    ],
    3: ["area", "idea", "video", "serious", "radio", "exercise", "period", "therapist", "tendinous"],
    4: ["radiating", "usually", "sacroiliac", "emergency"],
}


@pytest.mark.parametrize(("count", "word"), [(n, word) for n, words in SPOKEN.items() for word in words])
def test_syllables_are_counted_as_spoken(count: int, word: str) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_the_published_formula() -> None:
    # 6 words, 2 sentences, 7 syllables
    assert grade("It hurts. I run every day.") == pytest.approx(0.39 * 3 + 11.8 * 7 / 6 - 15.59)


def test_longer_words_and_longer_sentences_are_harder() -> None:
    assert grade("It hurts at night.") < grade("It predominantly hurts at night.")
    assert grade("It hurts. It burns.") < grade("It hurts and it burns and it stings and it aches.")


def test_a_listed_word_and_its_plural_count_as_one_syllable() -> None:
    plain = grade("The bone is sore.")
    assert grade("The sacroiliac is sore.") > plain
    assert grade("The sacroiliac is sore.", ["sacroiliac"]) == plain
    assert grade("The injections are sore.", ["injection"]) == grade("The bones are sore.")


def test_no_words_have_no_grade() -> None:
    assert grade("") == grade("...") == 0.0
