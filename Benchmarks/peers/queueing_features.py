#!/usr/bin/env python3
"""What other staffing calculators answer, against exact values, call by call.

    python3 -m pip install mpmath pyworkforce turbotab erlanglib call-center-tools callcenterdim
    python3 Benchmarks/peers/queueing_features.py [--markdown] [--no-times]

Needs mpmath; a peer that is not installed is skipped and named. pyworkforce 0.5.4 (Erlang A) wants Python 3.12;
Python 3.11 gets 0.5.1. Exact values are computed here with 40 digits: Erlang B by its recursion, Erlang A by the
birth-death chain and, within a threshold, by the integral of the density of the offered wait. They are checked first
against numbers computed independently. Peers that cannot be run here (spreadsheet add-ins, a paid web service) are
judged by the examples in their own documentation only; those rows say "printed".

Erlang C has no steady state from load = n on: there the exact P(wait) is its limit 1, the service level 0, the
occupancy 1, and the mean wait does not exist ("none").

Time unit: seconds. A row is: peer, call, its answer, the exact answer, relative error. Where the peer raises an
error, its answer is the error. Least numbers of agents are found by exhaustive search upwards.
"""
import argparse
import functools
import importlib
import math
import random
import sys
import time
from fractions import Fraction
from importlib.metadata import PackageNotFoundError, version

try:
    from mpmath import exp, findroot, inf, mp, mpf, quad
except ImportError:
    sys.exit("mpmath is needed for the exact values: python3 -m pip install mpmath")

mp.dps = 40


# Exact values ---------------------------------------------------------------------------------------------------------

@functools.lru_cache(maxsize=None)
def erlang_b(n, a):
    inverse = mpf(1)
    for k in range(1, n + 1):
        inverse = 1 + inverse * k / mpf(a)
    return 1 / inverse


def erlang_c(n, a):
    b = erlang_b(n, a)
    return b / (1 - mpf(a) / n * (1 - b)) if n > a else mpf(1)


def c_level(n, a, aht, t):
    """P(wait <= t) in M/M/n; 0 where the queue grows without limit."""
    return 1 - erlang_c(n, a) * exp(-(n - mpf(a)) * t / aht) if n > a else mpf(0)


def c_wait(n, a, aht):
    return erlang_c(n, a) * aht / (n - mpf(a))


def b_real(n, a):
    """Erlang B for a real number of servers: 1/B is the integral of a exp(-a y) (1 + y)^n."""
    n, a = mpf(n), mpf(a)
    return 1 / (a * quad(lambda y: exp(-a * y) * (1 + y) ** n, [0, .05, .1, .2, .5, 1, 2, 5, inf]))


def c_real(n, a):
    b = b_real(n, a)
    return mpf(n) * b / (mpf(n) - mpf(a) * (1 - b))


def erlang_a(n, a, aht, patience, t=0):
    lam, mu, theta = mpf(a) / aht, 1 / mpf(aht), 1 / mpf(patience)
    return abandoning(lam, theta, n * mu, 1 / erlang_b(n - 1, a), t) | {"n": n, "aht": aht}


def abandoning(lam, theta, drain, below, t):
    """A queue that drains at `drain` while all are busy; `below` = P(not all busy) / P(the last state before)."""
    term, some, queue, k = mpf(1), mpf(0), mpf(0), 0
    while True:
        term *= lam / (drain + k * theta)
        some += term
        queue += k * term
        k += 1
        if lam < drain + k * theta and term < mpf(10) ** -42 * some:
            break
    last = 1 / (below + some)
    left = theta * last * queue / lam

    def density(x):
        return lam * last * exp(lam * (1 - exp(-theta * x)) / theta - drain * x)

    steps = [mpf(t) * i / 32 for i in range(33)]
    soon = 1 - last * some
    return {"wait": last * some, "abandon": left, "mean": last * queue / lam, "last": last, "queue": last * queue,
            "offered": soon + (quad(lambda x: exp(-theta * x) * density(x), steps) if t else 0),
            "virtual": soon + (quad(density, steps) if t else 0),
            "virtualMean": lambda: quad(lambda x: x * density(x), [0, .25, .5, 1, 2, 4, 8, 16, 40]),
            "occupancy": lam * (1 - left) / drain}


def chat(n, lam, aht, patience, t):
    """n agents, len(aht) chats each, spread evenly; aht[i] with i + 1 chats open."""
    places = n * len(aht)

    def rate(x):
        q, r = divmod(x, n)
        return (n - r) * (q / mpf(aht[q - 1]) if q else 0) + (r * (q + 1) / mpf(aht[q]) if r else 0)

    weights = [mpf(1)]
    for x in range(1, places):
        weights.append(weights[-1] * lam / rate(x))
    below = sum(weights) / weights[-1]
    result = abandoning(mpf(lam), 1 / mpf(patience), rate(places), below, t)
    shares = [w / weights[-1] * result["last"] for w in weights]
    return result | {"places": sum(s * x for x, s in enumerate(shares)) / places + result["wait"], "busy": sum(
        s * min(x, n) / mpf(n) for x, s in enumerate(shares)) + result["wait"]}


def least(meets, start=1):
    n = start
    while not meets(n):
        n += 1
    return n


def least_c(a, aht, t, goal, cap=None):
    """Least n by a fast float recursion, settled with 40 digits where it is close."""
    inverse, n = 1.0, 0
    while True:
        n += 1
        inverse = 1 + inverse * n / a
        if n <= a:
            continue
        b = 1 / inverse
        level = 1 - n * b / (n - a * (1 - b)) * math.exp(-(n - a) * t / aht)
        if abs(level - goal) < 1e-10:
            level = goal if c_level(n, mpf(a), aht, t) >= mpf(str(goal)) else 0
        if level >= goal and (cap is None or a <= cap * n):
            return n


def self_check():
    third = mpf(1) / 3
    for name, value, reference in (
            ("Erlang C wait", erlang_c(14, 10), "0.174131933595049842644704706969"),
            ("Erlang A served in time", erlang_a(50, 48, 1, 2, third)["offered"], "0.943018954746981062868475715458"),
            ("Erlang A abandonment", erlang_a(100, 102, 1, 4)["abandon"], "0.0363618884198792401009364309334"),
            ("Erlang B, real n", b_real("18.7", 10), "0.00456940788920025430772658255575"),
            ("chat served in time", chat(5, mpf("1.5"), (6, 8, 11), 2, 1)["offered"],
             "0.775452703573663831121595246682"),
            ("Erlang A large", erlang_a(2624, 3000, 3, 2, third)["offered"], "0.801180996125427142741255296926")):
        error = abs(value / mpf(reference) - 1)
        if error > mpf(10) ** -15:
            sys.exit(f"exact value is wrong: {name}, relative difference {mp.nstr(error, 3)}")


# Rows -----------------------------------------------------------------------------------------------------------------

rows, skipped, seen = [], [], {}


def text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, (int, bool)):
        return str(value)
    return mp.nstr(mpf(value), 6 if 1e-4 < abs(value) < 1e7 else 3)


def row(peer, call, answer, exact, note=""):
    """answer: a value, or a function to call; exact: a value, or None where no finite answer exists."""
    if callable(answer):
        try:
            answer = answer()
        except Exception as error:  # a peer's own failure is a finding
            answer = f"{type(error).__name__}: {str(error)[:60]}"
    error = ""
    if exact is not None and not isinstance(exact, str) and not isinstance(answer, str):
        gap = abs(mpf(answer) - mpf(exact))
        error = "0" if gap == 0 else mp.nstr(gap / abs(mpf(exact)), 2) if exact else "absolute " + mp.nstr(gap, 2)
    rows.append((peer, call, text(answer), "none" if exact is None else text(exact), error, note))


def load(distribution, module):
    try:
        seen[distribution] = version(distribution)
        return importlib.import_module(module)
    except (PackageNotFoundError, ImportError) as error:
        seen.pop(distribution, None)
        skipped.append(f"{distribution} ({error})")
        return None


def scan(peer, what, solve, cases, exact):
    """Counts how often a peer's whole number differs from the exact one, and shows the worst."""
    lower = higher = failed = 0
    worst, first_failure = None, ""
    for case in cases:
        right = exact(*case)
        try:
            answer = solve(*case)
        except Exception as error:
            failed += 1
            first_failure = first_failure or f"; {type(error).__name__} at {case}"
            continue
        lower += answer < right
        higher += answer > right
        if answer != right and (worst is None or abs(answer - right) / right > worst[0]):
            worst = (abs(answer - right) / right, case, answer, right)
    total = len(cases)
    detail = f"worst {worst[1]}: {worst[2]} for {worst[3]}" if worst else ""
    counts = f"{higher} too high, {lower} too low" + (f", {failed} errors" if failed else "")
    row(peer, f"{what}, {total} cases", counts, "0 differ", detail + first_failure)


def seeded_cases(count=2000):
    random.seed(20261127)
    return [(round(10 ** random.uniform(-1.5, 2.3), 2), random.choice((120, 180, 240, 300, 420, 600)),
             random.choice((10, 20, 30, 60, 120, 300)), random.choice((.5, .6, .7, .8, .9, .95))) for _ in range(count)]


def shrinkage_cases():
    return [(raw, s) for raw in range(1, 201) for s in range(1, 61)]


def paid(raw, percent):
    return math.ceil(Fraction(100 * raw, 100 - percent))


def cap_cases():
    return [(tenths, percent) for tenths in range(1, 2001, 3) for percent in (70, 75, 80, 85, 88, 90, 95)]


def under_cap(tenths, percent):
    return math.ceil(Fraction(tenths, 10) / Fraction(percent, 100))


def seconds_for(call, limit=0.4):
    call()
    best, spent = math.inf, 0.0
    while spent < limit:
        start = time.perf_counter()
        call()
        took = time.perf_counter() - start
        best, spent = min(best, took), spent + took
    return best


times = []


def timed(peer, call, work):
    if options.no_times:
        return
    try:
        times.append((peer, call, seconds_for(work)))
    except Exception as error:
        times.append((peer, call, f"{type(error).__name__}"))


# Peers ----------------------------------------------------------------------------------------------------------------

def pyworkforce():
    module = load("pyworkforce", "pyworkforce.queuing")
    if not module:
        return
    name = f"pyworkforce {seen['pyworkforce']}"

    def c(a, aht=300, t=20, s=0.0):  # interval of one minute: transactions = a / (aht in minutes)
        return module.ErlangC(transactions=a * 60 / aht, aht=aht / 60, asa=t / 60, interval=1, shrinkage=s)

    for n, a in ((200, 190), (1000, 980), (10000, 9950)):
        row(name, f"ErlangC.waiting_probability: n {n}, {a} erlangs", lambda: c(a).waiting_probability(n),
            erlang_c(n, a))
    row(name, "the same: n 10, 9.999999 erlangs", lambda: c(9.999999).waiting_probability(10),
        erlang_c(10, mpf("9.999999")))
    row(name, "the same: n 2, 1e-9 erlangs", lambda: c(1e-9).waiting_probability(2), erlang_c(2, mpf("1e-9")))
    row(name, "the same: n 10, 12 erlangs (overload)", lambda: c(12).waiting_probability(10), mpf(1))
    row(name, "ErlangC.achieved_occupancy: n 10, 12 erlangs", lambda: c(12).achieved_occupancy(10), mpf(1))
    row(name, "ErlangC.service_level: n 14, 10 erlangs, threshold 0", lambda: c(10, 180, 0).service_level(14),
        c_level(14, 10, 180, 0))
    row(name, "ErlangC.waiting_probability: n 12.5, 10 erlangs", lambda: c(10).waiting_probability(12.5),
        c_real("12.5", 10), "exact: Erlang C for real n")
    row(name, "ErlangC.required_positions: no contacts", lambda: c(0).required_positions(.8)["raw_positions"], mpf(0))
    row(name, "ErlangC.required_positions: 0.6 erlangs, aht 180, 50 % in 300 s",
        lambda: c(.6, 180, 300).required_positions(.5)["raw_positions"], least_c(.6, 180, 300, .5))
    scan(name, "ErlangC.required_positions (erlangs, aht, t, goal)",
         lambda a, aht, t, goal: c(a, aht, t).required_positions(goal)["raw_positions"], seeded_cases(), least_c)
    scan(name, "required_positions, cap only (tenths of an erlang, cap in %)",
         lambda tenths, p: module.ErlangC(transactions=tenths, aht=3, asa=1e6, interval=30).required_positions(
             0, p / 100)["raw_positions"],
         [k for k in cap_cases() if under_cap(*k) > round(k[0] / 10 + 1)], under_cap)
    raws = {a: c(a).required_positions(.8)["raw_positions"] for a in range(1, 181)}
    scan(name, "positions after shrinkage (raw, shrinkage in %)",
         lambda raw, s, a: c(a, s=s / 100).required_positions(.8)["positions"],
         [(raw, s, a) for a, raw in raws.items() for s in range(1, 61)], lambda raw, s, a: paid(raw, s))
    for a in (10, 100, 1000):
        timed(name, f"ErlangC.required_positions, {a} erlangs", lambda: c(a).required_positions(.8, .88))
    if not hasattr(module, "ErlangA"):
        row(name, "ErlangA", "not in this version", "", "needs 0.5.2 or later, Python 3.12")
        return

    def a_(a, aht, patience, t, s=0.0):
        return module.ErlangA(transactions=a * 60 / aht, aht=aht / 60, asa=t / 60, interval=1, patience=patience / 60,
                              shrinkage=s)

    exact = erlang_a(48, 50, 300, 180, 20)
    row(name, "ErlangA.abandonment_probability: n 48, 50 erlangs, aht 300, patience 180",
        lambda: a_(50, 300, 180, 20).abandonment_probability(48), exact["abandon"])
    row(name, "ErlangA.service_level: the same, 20 s", lambda: a_(50, 300, 180, 20).service_level(48), exact["offered"])
    row(name, "ErlangA.achieved_occupancy: the same", lambda: a_(50, 300, 180, 20).achieved_occupancy(48),
        exact["occupancy"])
    row(name, "ErlangA.average_speed_of_answer: the same (mean wait of all)",
        lambda: a_(50, 300, 180, 20).average_speed_of_answer(48) * 60, exact["mean"])
    row(name, "ErlangA.abandonment_probability: n 10000, 10000 erlangs",
        lambda: a_(10000, 300, 180, 20).abandonment_probability(10000), erlang_a(10000, 10000, 300, 180)["abandon"])
    row(name, "the same: n 3, 1e-6 erlangs", lambda: a_(1e-6, 300, 180, 20).abandonment_probability(3),
        erlang_a(3, mpf("1e-6"), 300, 180)["abandon"])
    row(name, "the same: n 30, 5 erlangs", lambda: a_(5, 300, 180, 20).abandonment_probability(30),
        erlang_a(30, 5, 300, 180)["abandon"], "the tail is cut at 1e-15")
    row(name, "ErlangA.service_level: threshold 0", lambda: a_(50, 300, 180, 20).service_level(48, asa=0),
        erlang_a(48, 50, 300, 180)["offered"])
    for t in (7200, 14400):
        row(name, f"ErlangA.service_level: n 15, 16 erlangs, aht 300, patience 7200, {t} s",
            lambda: a_(16, 300, 7200, t).service_level(15), erlang_a(15, 16, 300, 7200, t)["offered"],
            "exp(-rate * t) underflows to 0" if t == 14400 else "")
    for goal in (.5, .8):
        right = least(lambda n: erlang_a(n, 60, 300, 120, 20)["offered"] >= goal, 30)
        row(name, f"ErlangA.required_positions: 60 erlangs, aht 300, patience 120, {goal:.0%} in 20 s",
            lambda: a_(60, 300, 120, 20).required_positions(goal)["raw_positions"], right,
            "search starts at the load" if goal == .5 else "")
    for a in (10, 40, 100):
        timed(name, f"ErlangA.required_positions, {a} erlangs",
              lambda: a_(a, 300, 180, 20).required_positions(.8, .88, .05))


def turbotab():
    for distribution in ("turbotab", "mod-turbotab"):  # the later and the earlier name of one package
        module = load(distribution, "mod_turbotab.calculations.erlang")
        if module:
            break
    else:
        return
    skipped[:] = [s for s in skipped if not s.startswith("turbotab")]
    name = f"{distribution} {seen[distribution]}"
    capacity = importlib.import_module("mod_turbotab.agents.capacity")
    queues = importlib.import_module("mod_turbotab.queues.queues")
    required = capacity.agents_required
    for n, a in ((200, 190), (1000, 980), (10000, 9950)):
        row(name, f"erlang_c({n}, {a})", lambda: module.erlang_c(n, a), erlang_c(n, a))
    row(name, "erlang_c(10, 9.999999)", lambda: module.erlang_c(10, 9.999999), erlang_c(10, mpf("9.999999")))
    row(name, "erlang_c(2, 1e-9)", lambda: module.erlang_c(2, 1e-9), erlang_c(2, mpf("1e-9")))
    row(name, "erlang_c(12.5, 10)", lambda: module.erlang_c(12.5, 10), c_real("12.5", 10), "n is cut to 12 inside B")
    row(name, "erlang_b(0, 5)", lambda: module.erlang_b(0, 5), mpf(1))
    row(name, "erlang_c(10, 12) (overload)", lambda: module.erlang_c(10, 12), mpf(1))
    row(name, "asa(10, 12, 300, interval=300) (12 erlangs, overload)", lambda: capacity.asa(10, 12, 300, interval=300),
        None, "the wait grows without limit")
    row(name, "sla_metric(14, 0, 100, 180, interval=1800) (threshold 0)",
        lambda: queues.sla_metric(14, 0, 100, 180, interval=1800), c_level(14, 10, 180, 0))
    for interval in (600, 1800, 3600):
        calls = 10 * interval / 180
        row(name, f"asa(14, {calls:.6g}, 180, interval={interval}), seconds",
            lambda: capacity.asa(14, calls, 180, interval=interval), c_wait(14, 10, 180), "10 erlangs")
    row(name, "queue_time(14, 200, 180, interval=3600), seconds",
        lambda: queues.queue_time(14, 200, 180, interval=3600), mpf(180) / 4, "exact: mean wait of those who wait")
    row(name, "agents_required(.8, 20, 0, 60) (no contacts)", lambda: required(.8, 20, 0, 60), mpf(0))
    row(name, "agents_required(.8, 20, 1, 60, 600) (0.1 erlangs)", lambda: required(.8, 20, 1, 60),
        least_c(.1, 60, 20, .8))
    scan(name, "agents_required (erlangs, aht, t, goal)",
         lambda a, aht, t, goal: required(goal, t, a * 600 / aht, aht), seeded_cases(), least_c)
    scan(name, "agents_required, cap only (tenths of an erlang, cap in %)",
         lambda tenths, p: required(0, 20, tenths, 60, interval=600, max_occupancy=p / 100),
         [k for k in cap_cases() if under_cap(*k) > math.ceil(k[0] / 10) + 1], under_cap)
    try:
        shrink = importlib.import_module("mod_turbotab.agents.shrinkage").scheduled_agents
        scan(name, "scheduled_agents (raw, shrinkage in %)", lambda raw, s: shrink(raw, s / 100), shrinkage_cases(),
             paid)
    except ImportError:
        row(name, "scheduled_agents", "not in this version", "")
    for n, a, patience in ((48, 50, 180), (55, 50, 180), (110, 100, 60)):
        exact = erlang_a(n, a, 300, patience, 20)
        head = f"erlang_a({n}, {a}, {patience}, 300)"
        row(name, head + "['abandon_rate']", lambda: module.erlang_a(n, a, patience, 300)["abandon_rate"],
            exact["abandon"])
        row(name, head + "['pw']", lambda: module.erlang_a(n, a, patience, 300)["pw"], exact["wait"])
        row(name, head + "['sla'](20)", lambda: module.erlang_a(n, a, patience, 300)["sla"](20), exact["offered"])
    exact = erlang_a(48, 50, 300, 180)
    row(name, "asa(48, 50, 300, 300, patience=180), seconds", lambda: capacity.asa(48, 50, 300, 300, patience=180),
        exact["mean"], "exact: mean wait of all")
    row(name, "queue_size(48, 50, 300, 300, patience=180)", lambda: queues.queue_size(48, 50, 300, 300, patience=180),
        exact["queue"], "seconds times contacts per interval")
    row(name, "occupancy(90, 100, 300, 300) (100 erlangs; patience 60 s)",
        lambda: capacity.occupancy(90, 100, 300, 300), erlang_a(90, 100, 300, 60)["occupancy"],
        "takes no patience: offered, not carried, load")
    for goal in (.5, .8):
        right = least(lambda n: erlang_a(n, 60, 300, 120, 20)["offered"] >= goal, 30)
        row(name, f"agents_required({goal}, 20, 60, 300, 300, patience=120) (60 erlangs)",
            lambda: required(goal, 20, 60, 300, 300, patience=120), right)

    def meets(n):
        queue = erlang_a(n, 100, 300, 60, 20)
        return queue["offered"] >= .5 and queue["occupancy"] <= .95

    row(name, "agents_required(.5, 20, 100, 300, 300, patience=60, max_occupancy=.95) (100 erlangs)",
        lambda: required(.5, 20, 100, 300, 300, patience=60, max_occupancy=.95), least(meets, 60))
    for a in (10, 100, 1000):
        timed(name, f"agents_required, {a} erlangs", lambda: required(.8, 20, a * 2, 300, max_occupancy=.88))
    timed(name, "agents_required with patience, 100 erlangs", lambda: required(.8, 20, 200, 300, patience=180))


def call_center_tools():
    module = load("call-center-tools", "call_center_tools")
    if not module:
        return
    name = f"call-center-tools {seen['call-center-tools']}"
    staff = importlib.import_module("call_center_tools.staffing").calc_staffing
    shrink = importlib.import_module("call_center_tools.staffing").add_shrinkage
    formula = importlib.import_module("call_center_tools.erlang").erlang_c
    for n, a in ((200, 190), (1000, 980), (10000, 9950)):
        row(name, f"erlang_c({a}, {n})", lambda: formula(a, n), erlang_c(n, a))
    row(name, "erlang_c(9.999999, 10)", lambda: formula(9.999999, 10), erlang_c(10, mpf("9.999999")))
    row(name, "erlang_c(1e-9, 2)", lambda: formula(1e-9, 2), erlang_c(2, mpf("1e-9")))
    row(name, "erlang_c(10, 12.5)", lambda: formula(10, 12.5), c_real("12.5", 10))
    row(name, "calc_staffing(144, 300, agents=10).average_speed_of_answer (12 erlangs, overload)",
        lambda: staff(144, 300, agents=10).average_speed_of_answer, None, "the wait grows without limit")
    row(name, "calc_staffing(0, 300).agents (no contacts)", lambda: staff(0, 300).agents, mpf(0))
    row(name, "calc_staffing(120, 300, max_occupancy=1).agents (10 erlangs, 80 % in 20 s)",
        lambda: staff(120, 300, max_occupancy=1).agents, least_c(10, 300, 20, .8), "tries n equal to the load")
    row(name, "calc_staffing(1200, 300).agents (100 erlangs, 80 % in 20 s)", lambda: staff(1200, 300).agents,
        least_c(100, 300, 20, .8), "its default is an occupancy cap of 85 %")
    scan(name, "calc_staffing, max_occupancy 1 (erlangs, aht, t, goal)",
         lambda a, aht, t, goal: staff(a * 3600 / aht, aht, max_occupancy=1, target_answer_time=t,
                                       target_service_level=goal).agents, seeded_cases(), least_c)
    to_cap = importlib.import_module("call_center_tools.staffing").agents_to_meet_occupancy
    scan(name, "agents_to_meet_occupancy (tenths of an erlang, cap in %)",
         lambda tenths, p: to_cap(tenths / 10, p / 100), cap_cases(), under_cap)
    scan(name, "add_shrinkage (raw, shrinkage in %)", lambda raw, s: shrink(raw, s / 100), shrinkage_cases(), paid)
    for a in (10, 100, 1000):
        timed(name, f"calc_staffing, {a} erlangs", lambda: staff(a * 12, 300, max_occupancy=.88))


def erlanglib():
    module = load("erlanglib", "erlanglib.core")
    if not module:
        return
    name = f"erlanglib {seen['erlanglib']}"
    for n, a in ((200, 190), (1000, 980)):
        row(name, f"erlang_c({n}, {a})", lambda: module.erlang_c(n, a), erlang_c(n, a))
    row(name, "erlang_c(10, 9.999999)", lambda: module.erlang_c(10, 9.999999), erlang_c(10, mpf("9.999999")))
    row(name, "erlang_c(2, 1e-9)", lambda: module.erlang_c(2, 1e-9), erlang_c(2, mpf("1e-9")))
    row(name, "erlang_c(10, 12) (overload)", lambda: module.erlang_c(10, 12), mpf(1))
    row(name, "erlang_c(10, 10)", lambda: module.erlang_c(10, 10), mpf(1))
    row(name, "erlang_c(12.5, 10)", lambda: module.erlang_c(12.5, 10), c_real("12.5", 10))
    row(name, "erlang_b(12.5, 10)", lambda: module.erlang_b(12.5, 10), b_real("12.5", 10))
    row(name, "average_speed_of_answer(10, 12, 1, 300) (overload)",
        lambda: module.average_speed_of_answer(10, 12, 1, 300), None, "the wait grows without limit")
    scan(name, "required_agents (raw, shrinkage in %)", module.required_agents, shrinkage_cases(), paid)
    for n in (100, 1000):
        timed(name, f"erlang_c({n}, {n * .95:g})", lambda: module.erlang_c(n, n * .95))


def callcenterdim():
    module = load("CallCenterDim", "callcenterdim.Dimensionamento")
    if not module:
        return
    name = f"CallCenterDim {seen['CallCenterDim']}"

    def waits(n, a):  # 300 s handling, period of 60 minutes
        return module.ProbCallWaits(a * 12, 60, 300, n)

    for n, a in ((200, 190), (1000, 980), (10000, 9950)):
        row(name, f"ProbCallWaits({a * 12}, 60, 300, {n})", lambda: waits(n, a), erlang_c(n, a))
    row(name, "ProbCallWaits(144, 60, 300, 10) (12 erlangs, overload)", lambda: waits(10, 12), mpf(1))
    row(name, "ServiceLevel(144, 60, 300, 20, 10) (the same)", lambda: module.ServiceLevel(144, 60, 300, 20, 10),
        mpf(0))
    row(name, "AgentsReq(4, 60, 300, .8, 20) (1/3 erlang)", lambda: module.AgentsReq(4, 60, 300, .8, 20),
        least_c(1 / 3, 300, 20, .8), "starts at round(load) = 0")
    scan(name, "AgentsReq (erlangs, aht, t, goal)",
         lambda a, aht, t, goal: module.AgentsReq(a * 3600 / aht, 60, aht, goal, t), seeded_cases(), least_c)
    raws = {a: least_c(a, 300, 20, .8) for a in range(1, 181)}
    scan(name, "AgentsFTE (raw, shrinkage in %)", lambda raw, s, a: module.AgentsFTE(a * 12, 60, 300, .8, 20, s / 100),
         [(raw, s, a) for a, raw in raws.items() for s in range(1, 61)], lambda raw, s, a: paid(raw, s))
    for a in (10, 100, 1000):
        timed(name, f"AgentsReq, {a} erlangs", lambda: module.AgentsReq(a * 12, 60, 300, .8, 20))


def printed_examples():
    """Examples that the documentation of peers that we cannot run prints; see Peers.md for the addresses."""
    name, awt = "CCmath (printed)", mpf("0.333")
    row(name, "Erlang C: 4/min, AHT 3, 14 agents, AWT 0.333: service level", mpf("0.6142"), c_level(14, 12, 3, awt))
    row(name, "the same: ASA", mpf("0.72"), c_wait(14, 12, 3))
    x = erlang_a(14, 12, 3, 1, awt)
    row(name, "Erlang X: the same, patience 1: calls answered within 20 s", mpf("0.8797"), x["offered"],
        f"equals the virtual level {text(x['virtual'])}")
    row(name, "the same: ASA", mpf("0.1"), x["virtualMean"](), f"virtual mean; mean of all is {text(x['mean'])}")
    row(name, "the same: abandonments", mpf("0.0743"), x["abandon"])
    row(name, "the same: occupancy", mpf("0.7934"), x["occupancy"])
    y = chat(5, 4, (3, mpf("3.5"), 4), 1, awt)
    row(name, "Erlang Chat: 4/min, AHT 3/3.5/4, 5 agents, patience 1: answered within 20 s", mpf("0.7544"),
        y["offered"], f"the virtual level is {text(y['virtual'])}")
    row(name, "the same: abandonments", mpf("0.1544"), y["abandon"])
    row(name, "the same: ASA", mpf("0.22"), y["virtualMean"](), f"virtual mean; mean of all is {text(y['mean'])}")
    row(name, "the same: share of time agents are busy", mpf("0.8678"), y["busy"],
        f"equals the share of chat places in use {text(y['places'])}")
    lam, mu, n = mpf(4), 1 / mpf(3), 16  # outbound fills all but 2 idle places, so at least 14 are always busy
    two = [mpf(1), lam / (15 * mu)]
    some = two[1] * lam / (16 * mu) / (1 - lam / (n * mu))
    wait = some / (sum(two) + some)
    row(name, "Erlang Blending: 4/min, AHT 3, 16 agents, threshold 2: service level", mpf("0.6334"),
        1 - wait * exp(-(n * mu - lam) * awt))
    row(name, "the same: outbound per minute", mpf("1.11"), two[0] / (sum(two) + some) * 14 * mu)
    name = "Erlang Library for Excel (printed)"
    row(name, "ErlbBlockage(32.4, 30)", mpf("0.0897575"), b_real("32.4", 30))
    row(name, "ErlcFractionDelayed(133.78, 130.1)", mpf("0.65932309"), c_real("133.78", "130.1"))
    row(name, "ErlcFractionOk(100.7, 97.5, 180, 50)", mpf("0.729022"),
        1 - c_real("100.7", "97.5") * exp(-mpf("3.2") * 50 / 180))
    a = mpf(100) * 300 / 1800
    row(name, "ErlcWait4(20, 1800, 100, 300)", mpf("30.4312286"), c_wait(20, a, 300))
    mp.dps = 20
    a = mpf("93.6")
    right = findroot(lambda m: c_real(m, a) * exp(-(m - a) * 10 / 180) - mpf("0.1"), (104, 106), tol=1e-12)
    mp.dps = 40
    row(name, "ErlcNsrvFromFractionOk5(1800, 936, 180, 10, 0.90)", mpf("104.679"), right)
    row(name, "ErlcNwaiting(10, 9)", mpf("6.01858"), c_wait(10, 9, 1) * 9)
    row(name, "ErlcNwaiting(10, 10) (overload)", mpf("1e50"), None, "the queue grows without limit")
    name = "ErlangC for R (printed)"
    row(name, "erlang_c: 100 in 30 min, 180 s, 14 agents, 20 s: service level", mpf("0.88835"),
        c_level(14, 10, 180, 20))
    row(name, "the same: average speed of answer, seconds", mpf("7.83593701177724"), c_wait(14, 10, 180))
    row(name, "calculate_agents: the same, 80 %, cap 85 %: agents", 14, least_c(10, 180, 20, .8, .85))


def report():
    print("Python", sys.version.split()[0], "; versions:", ", ".join(f"{k} {v}" for k, v in sorted(seen.items())))
    for name in skipped:
        print("skipped, not installed:", name)
    columns = ("peer", "call", "its answer", "exact", "relative error", "note")
    if options.markdown:
        for line in (columns, ["---"] * 6, *rows):
            print("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |")
    else:
        previous = None
        for peer, call, answer, exact, error, note in rows:
            if peer != previous:
                print(f"\n{peer}")
                previous = peer
            print(f"  {call}\n      {answer}   exact {exact}   " + (f"relative error {error}" if error else "")
                  + (f"   ({note})" if note else ""))
    if times:
        print("\nbest time of a call:")
        for peer, call, took in times:
            print(f"  {peer}: {call}: " + (took if isinstance(took, str) else f"{took * 1e6:,.0f} us"))


parser = argparse.ArgumentParser(description="What other staffing calculators answer, against exact values.")
parser.add_argument("--markdown", action="store_true", help="print the rows as a table for an article")
parser.add_argument("--no-times", action="store_true", help="leave out the time of calls")
options = parser.parse_args()
self_check()
for peer in (pyworkforce, turbotab, call_center_tools, erlanglib, callcenterdim, printed_examples):
    peer()
report()
