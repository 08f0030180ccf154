"""The exported network, read by pyAgrum, says what the engine says."""

import copy
import re
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from tests.knowledge.broken import shipped_tree
from tests.oracles.random_models import random_model
from whatelse.cli.knowledge import command
from whatelse.inference.compile import compile_model
from whatelse.inference.evidence import Evidence
from whatelse.inference.network import Network
from whatelse.inference.posterior import posterior
from whatelse.knowledge import Knowledge
from whatelse.knowledge.parse import parse_tree
from whatelse.report.bif import HURTS, network_bif, to_bif

pyagrum = pytest.importorskip("pyagrum")

BAR = 1e-9
KEPT = {
    "sij_dysfunction": 0.4,
    "hamstring_irritation": 0.25,
    "cauda_equina": 0.05,
    "something_else": 0.3,
    "summed_nerve_pain": 0.2,
    "sij_stuck": 0.2,
    **{f"site_{site}": 0.1 for site in ("ankle", "deep_gluteal", "ischial_tunnel", "lumbar_root", "neck", "popliteal")},
}
FEATURES = {
    "families",
    "driven",
    "driven_family",
    "driven_chain",
    "gate",
    "tree",
    "overlap",
    "absent",
    "soft",
    "graded",
}


TABLE = re.compile(r"probability \( (\w+)(?: \| ([\w, ]+))? \) \{\n(.*?)\n\}", re.DOTALL)
ROW = re.compile(r"^  (?:table|\(([^)]*)\)) (.*);$", re.MULTILINE)


def read(text: str, tmp_path: Any) -> Any:
    """The network as pyAgrum reads it, with every table filled again from the text.

    Its reader keeps single precision (differences of 1e-8); what is compared here is the text.
    """
    path = tmp_path / "network.bif"
    path.write_text(text)
    bn = pyagrum.loadBN(str(path))
    for variable, parents, rows in TABLE.findall(text):
        for given, numbers in ROW.findall(rows):
            row = [float(number) for number in numbers.split(",")]
            place = dict(zip(parents.split(", "), given.split(", "), strict=True)) if parents else {}
            if place:
                assert np.allclose(bn.cpt(variable)[place], row, atol=1e-6)
                bn.cpt(variable)[place] = row
            else:
                assert np.allclose(bn.cpt(variable).toarray(), row, atol=1e-6)
                bn.cpt(variable).fillWith(row)
    return bn


def small_knowledge() -> Knowledge:
    """A dozen of the shipped causes with all findings; what points outside is cut."""
    raw = copy.deepcopy(shipped_tree())
    raw["conditions"] = {
        key: table
        for key, table in raw["conditions"].items()
        if key in {*KEPT, "double_crush", "pelvic_hip_joint_driver"}
    }
    for table in raw["conditions"].values():
        table["drivers"] = {key: value for key, value in table.get("drivers", {}).items() if key in KEPT}
        if "any_of" in table:
            table["any_of"] = [key for key in table["any_of"] if key in KEPT]
        if table.get("parent") not in KEPT:
            table.pop("parent", None)
            table.pop("relation", None)
    shares = {key: {"value": p, "low": p / 3, "high": p * 1.5, "source": "EXPERT"} for key, p in KEPT.items()}
    raw["settings"] = {"article_clinic": {**raw["settings"]["article_clinic"], "shares": shares}}
    return parse_tree(raw, "small")


def marginals(bn: Any, evidence: dict[str, Any], network: Network) -> dict[str, float]:
    """P(value | evidence, at least one pain source) by pyAgrum."""
    engine = pyagrum.LazyPropagation(bn)
    engine.setEvidence({**evidence, HURTS: "yes"})
    engine.makeInference()
    out = {}
    for n, name in enumerate(network.node_ids):
        table = engine.posterior(name).toarray()
        for place, v in enumerate(network.values_of(n), 1):
            out[network.value_ids[v]] = float(table[place])
    return out


def largest_difference(network: Network, evidence: Evidence, bn: Any) -> float:
    told: dict[str, Any] = {key: "yes" if seen else "no" for key, seen in evidence.active.items()}
    told |= {key: list(pair) for key, pair in evidence.soft.items()}
    told |= {key: list(weights) for key, weights in evidence.graded.items()}
    expected = marginals(bn, told, network)
    found = dict(zip(network.value_ids, posterior(network, evidence, most_bits=64).values, strict=True))
    return max(abs(found[key] - expected[key]) for key in expected)


@pytest.fixture(scope="module")
def small() -> Any:
    knowledge = small_knowledge()
    return compile_model(knowledge, knowledge.settings["article_clinic"])


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence(),
        Evidence(active={"worse_sitting": True, "pain_buttock": True, "pain_calf": False}),
        Evidence(active={"pain_outer_calf": True, "saddle_anaesthesia": True}),
        Evidence(active={"leg_pain_changed_by_neck": True}, graded={"neurodynamic": (0.0, 1.0, 0.0)}),
        Evidence(active={"pain_below_knee": False}, soft={"paraesthesia": (0.3, 0.9)}),
        Evidence(
            active={"fever": True, "pain_sacral": True, "tender_sij": True}, graded={"sij_provocation": (0.0, 0.2, 1.0)}
        ),
    ],
    ids=["nothing told", "plain", "general and specific", "graded", "soft", "rare and soft grades"],
)
def test_a_small_shipped_network_gives_what_the_engine_gives(small: Any, evidence: Evidence, tmp_path: Any) -> None:
    bn = read(to_bif(small), tmp_path)
    assert largest_difference(small.network, evidence, bn) < BAR


@pytest.mark.parametrize("seed", range(6))
def test_random_networks_give_what_the_engine_gives(seed: int, tmp_path: Any) -> None:
    network, evidence = random_model(np.random.default_rng([7, seed]), FEATURES, 4)
    bn = read(network_bif(network), tmp_path)
    assert largest_difference(network, evidence, bn) < BAR


def test_a_network_for_one_week_gives_what_the_engine_gives(small: Any, tmp_path: Any) -> None:
    bn = read(network_bif(small.network, week=30.0), tmp_path)
    expected = marginals(bn, {"worse_sitting": "yes"}, small.network)
    found = posterior(small.network, Evidence(active={"worse_sitting": True}, week=30.0)).values
    assert max(abs(p - expected[key]) for key, p in zip(small.network.value_ids, found, strict=True)) < BAR


def test_the_shipped_network_loads_whole_and_no_table_explodes(tmp_path: Any) -> None:
    path = tmp_path / "whole.bif"
    result = CliRunner().invoke(command, ["export", "--bif", "--setting", "article_clinic", "-o", str(path)])
    assert result.exit_code == 0, result.output
    bn = pyagrum.loadBN(str(path))
    assert bn.size() > 1000
    assert max(bn.cpt(node).domainSize() for node in bn.nodes()) < 3000
    assert {"sij_dysfunction", "worse_sitting", "sij_provocation", HURTS} <= bn.names()


def test_what_is_left_out_is_named(small: Any) -> None:
    head = to_bif(small).partition("network ")[0]
    for key in (*small.network.measures, *small.network.facts):
        assert re.search(rf"\b{key}\b", head), key
    assert "Duration is left out" in head


def test_the_same_network_gives_the_same_bytes(small: Any) -> None:
    assert to_bif(small) == to_bif(small)
