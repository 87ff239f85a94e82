"""An oracle for `caseload calc`: random cases, their answers by other means with 77 digits, and a comparison.

Every model is worked out by something else than the library does: chains are summed state by state, Erlang A's
waiting is integrated numerically, M/D/1 is Erlang's alternating sum with as many digits as it needs, the
join-shortest-queue chain is eliminated by Grassmann, Taksar and Heyman in extended precision, the transient queue is
a Taylor series of high order. Inputs are decimal, and the answer is that at the decimals; what becomes of it when each
input moves by one unit in the last place of a double is allowed on top of the tolerance ("condition"). The stricter
column allows only what rounding these inputs to doubles does.

    pip install mpmath gmpy2 numpy
    python3 queueing_oracle.py --reference queueing.json                  # the oracle against known answers
    python3 queueing_oracle.py --seed 1 --count 50 --calc caseload        # 50 cases of each model
    python3 queueing_oracle.py --seed 1 --count 50 --write cases.json     # the batch with answers, nothing run
    python3 queueing_oracle.py --hostile --calc caseload                  # inputs that need an error
"""
import argparse
import json
import math
import multiprocessing
import pathlib
import random
import subprocess
import sys
import tempfile
import time
from fractions import Fraction

import gmpy2
import mpmath
import numpy
from gmpy2 import exp, expm1, log, mpfr, sqrt

PRECISION = 256


def set_precision(bits=PRECISION):
    context = gmpy2.get_context()
    context.precision = bits
    context.emax = gmpy2.get_emax_max()
    context.emin = gmpy2.get_emin_min()
    mpmath.mp.prec = bits + 20


set_precision()


def to_mpmath(value):
    return mpmath.mpf(mpfr(value))


def from_mpmath(value):
    sign, man, power, _ = value._mpf_
    return (-1 if sign else 1) * mpfr(int(man)) * mpfr(2) ** int(power)


# --------------------------------------------------------------------------- quadrature

RULES = {}


def rule(count):
    """Gauss-Legendre nodes and weights on -1...1."""
    if count not in RULES:
        nodes = []
        for index in range(1, count // 2 + 1):
            x = mpfr(math.cos(math.pi * (index - 0.25) / (count + 0.5)))
            for _ in range(12):
                before, now = mpfr(1), x
                for degree in range(2, count + 1):
                    before, now = now, ((2 * degree - 1) * x * now - (degree - 1) * before) / degree
                slope = count * (x * now - before) / (x * x - 1)
                x -= now / slope
            weight = 2 / ((1 - x * x) * slope * slope)
            nodes += [(x, weight), (-x, weight)]
        RULES[count] = nodes
    return RULES[count]


POINTS = 40
CUT = 185  # e^-185 = 1e-80 is left out


class Wait:
    """∫ e^(g(v) − highest g) × {1, survival, 1 − survival, v survival, v} dv, g(v) = λ∫₀^v survival − m v.

    survival(v) = share of endless patience + the others' e^(−θv).
    """

    def __init__(self, lam, theta, m, endless=0):
        self.theta = theta
        self.endless = mpfr(endless)
        self.impatient = lam * (1 - self.endless)
        self.m = m - lam * self.endless
        self.lam = lam
        assert self.m > 0
        peak = log(self.impatient / self.m) / theta if self.impatient > self.m else mpfr(0)
        self.highest = self.g(peak)

    def g(self, v):
        return -self.impatient * expm1(-self.theta * v) / self.theta - self.m * v

    def over(self, low, high):
        """All five integrals over low...high, high None for infinity."""
        theta, m, lam = self.theta, self.m, self.impatient
        peak = log(lam / m) / theta if lam > m else mpfr(0)
        peak = max(peak, low)
        if high is not None:
            peak = min(peak, high)
        top = self.g(peak)
        sums = [mpfr(0)] * 5
        fade = (CUT + (log(lam / theta) if lam > theta else 0)) / theta

        def width(v):
            alive = lam * exp(-theta * v)
            rate = max(abs(alive - m), sqrt(alive * theta))
            if v < fade:
                rate = max(rate, theta)
            return 6 / rate

        def panel(a, b):
            half, middle = (b - a) / 2, (a + b) / 2
            for x, weight in rule(POINTS):
                v = middle + half * x
                gone = -expm1(-theta * v)
                e = exp(lam * gone / theta - m * v - self.highest) * weight * half
                lost = e * gone * (1 - self.endless)
                served = e - lost
                sums[0] += e
                sums[1] += served
                sums[2] += lost
                sums[3] += served * v
                sums[4] += e * v

        v = peak
        while high is None or v < high:
            h = width(v)
            while h > 2 * width(v + h):
                h /= 2
            end = v + h if high is None else min(v + h, high)
            if end <= v:
                break
            panel(v, end)
            v = end
            if self.g(v) < top - CUT and lam * exp(-theta * v) < m:
                break
        v = peak
        while v > low:
            h = width(v)
            while h > 2 * width(max(v - h, low)):
                h /= 2
            start = max(v - h, low)
            panel(start, v)
            v = start
            if self.g(v) < top - CUT:
                break
        return sums


# --------------------------------------------------------------------------- Erlang B, C, A

def inverse_b_of_fraction(fraction, a):
    """1/B for fewer than one server, by the incomplete Gamma function."""
    with mpmath.workprec(PRECISION + 60):
        f, load = to_mpmath(fraction), to_mpmath(a)
        return from_mpmath(mpmath.exp(load) * load ** (-f) * mpmath.gammainc(f + 1, load))


def idle_weight(n, a):
    """States with a free server relative to the state n: 1/B − 1."""
    if isinstance(n, int):
        # From n downwards until nothing is left of it.
        term, total = mpfr(1), mpfr(0)
        inverse = 1 / a
        tiny = mpfr(2) ** -(PRECISION + 10)
        state = n
        while state > 0:
            term = term * state * inverse
            total += term
            state -= 1
            if state < a and term < total * tiny:
                break
        return total
    whole = int(gmpy2.floor(n))
    fraction = n - whole
    level = fraction
    inverse = inverse_b_of_fraction(fraction, a) if fraction > 0 else mpfr(1)
    idle = inverse - 1
    for _ in range(whole):
        level += 1
        idle = level / a * inverse
        inverse = 1 + idle
    return idle


def queue(idle, lam, theta, m, t, endless=0, full=True):
    """All measures of a queue with the given weight of its idle states and service rate m when all are busy."""
    if theta == 0:
        spare = m - lam
        weight = m / spare
        total = idle + weight
        p_wait = weight / total
        beyond = p_wait * exp(-spare * t)
        level = idle / total + p_wait * -expm1(-spare * t)
        asa = p_wait / spare
        return dict(
            p_wait=p_wait, p_abandon=mpfr(0), mean_wait_all=asa, lq=lam * asa, p_served=mpfr(1),
            asa_served=asa, sl_offered=level, sl_answered=level, sl_virtual=level,
            sl_excl_short_abandons=level, sl_within_threshold=level, p_wait_gt_t=beyond, p_top=1 / total)
    wait = Wait(lam, theta, m, endless)
    zero = [mpfr(0)] * 5
    near = wait.over(mpfr(0), t) if t > 0 else zero
    far = wait.over(t, None)
    near, far = [m * x for x in near], [m * x for x in far]
    whole = [x + y for x, y in zip(near, far)]
    scale = exp(-wait.highest)
    idle = idle * scale
    total = idle + whole[0]
    served = (idle + whole[1]) / total
    p_abandon = whole[2] / total
    # E[min(V, X)]: the endless wait V, the others (1 − e^(−θV))/θ.
    impatient = 1 - mpfr(endless)
    mean_wait = whole[2] / total / theta + (mpfr(endless) * whole[4] / total if endless else 0)
    sl = (idle + near[1]) / total
    virtual = (idle + near[0]) / total
    beyond = far[0] / total
    dead = impatient * -expm1(-theta * t)
    short = near[2] / total + beyond * dead
    return dict(
        p_wait=whole[0] / total, p_abandon=p_abandon, mean_wait_all=mean_wait, lq=lam * mean_wait,
        p_served=served, asa_served=whole[3] / (idle + whole[1]), sl_offered=sl, sl_answered=sl / served,
        sl_virtual=virtual, sl_excl_short_abandons=sl / (1 - short),
        sl_within_threshold=virtual + beyond * dead, p_wait_gt_t=beyond, p_top=scale / total)


def erlang_a(n, lam, mu, theta, t):
    if n == 0:
        gone = -expm1(-theta * t)
        return dict(p_wait=mpfr(1), p_abandon=mpfr(1), mean_wait_all=1 / theta, lq=lam / theta,
                    occupancy=None, sl_offered=mpfr(0), sl_virtual=mpfr(0), sl_within_threshold=gone)
    if lam == 0:
        z, one = mpfr(0), mpfr(1)
        return dict(p_wait=z, p_abandon=z, mean_wait_all=z, lq=z, occupancy=z, sl_offered=one,
                    sl_answered=one, sl_virtual=one, sl_excl_short_abandons=one)
    result = queue(idle_weight(n, lam / mu), lam, theta, n * mu, t)
    result["occupancy"] = lam * result["p_served"] / (n * mu)
    return result


def pick(result, *names):
    return {name: result[name] for name in names if result.get(name) is not None}


def model_erlang_b(x):
    if x["a"] == 0:
        return {"B": mpfr(0 if x["n"] > 0 else 1)}
    return {"B": 1 / (1 + idle_weight(x["n"], x["a"]))}


def model_engset(x):
    sources, n, r = x["sources"], x["n"], x["lam"] / x["mu"]

    def sums(count):
        term, total, carried, last = mpfr(1), mpfr(0), mpfr(0), mpfr(0)
        for k in range(0, min(n, count) + 1):
            total += term
            carried += k * term
            if k == n:
                last = term
            term = term * (count - k) * r / (k + 1)
        return last / total, carried / total

    time_congestion, carried = sums(sources)
    call = sums(sources - 1)[0] if sources > 0 else None
    return {"time_congestion": time_congestion, "call_congestion": call,
            "occupancy": carried / n if n else None}


def model_erlang_c(x):
    n, lam, mu, t = x["n"], x["lam"], x["mu"], x.get("t") or mpfr(0)
    if lam == 0:
        result = dict(p_wait=mpfr(0), asa=mpfr(0), service_level=mpfr(1), lq=mpfr(0), occupancy=mpfr(0),
                      p_wait_gt_t=mpfr(0), wait_if_delayed=1 / (n * mu))
        return result
    q = queue(idle_weight(n, lam / mu), lam, mpfr(0), n * mu, t)
    return dict(p_wait=q["p_wait"], asa=q["asa_served"], lq=q["lq"], service_level=q["sl_offered"],
                occupancy=lam / (n * mu), p_wait_gt_t=q["p_wait_gt_t"], wait_if_delayed=1 / (n * mu - lam))


def model_erlang_c_real(x):
    return pick(model_erlang_c(x), "p_wait", "asa", "service_level")


A_OUTPUTS = ("p_wait", "p_abandon", "mean_wait_all", "lq", "occupancy", "asa_served", "sl_offered",
             "sl_answered", "sl_virtual", "sl_excl_short_abandons", "sl_within_threshold")


def model_erlang_a(x):
    return pick(erlang_a(x["n"], x["lam"], x["mu"], x["theta"], x.get("t") or mpfr(0)), *A_OUTPUTS)


def model_gamma(x):
    """Panels over the logarithm of the rate; the weight of the rate and its mean are known."""
    global CUT, POINTS
    n, mean, cv2, mu, theta, t = x["n"], x["lam_mean"], x["lam_cv2"], x["mu"], x["theta"], x.get("t") or mpfr(0)
    if cv2 == 0:
        return pick(erlang_a(n, mean, mu, theta, t), "p_abandon", "p_wait", "sl_offered", "lq", "occupancy")
    k = 1 / cv2
    with mpmath.workprec(PRECISION + 80):
        kk = to_mpmath(k)
        norm = from_mpmath(mpmath.exp(kk * mpmath.log(kk) - kk - mpmath.loggamma(kk)))

    def density(s):  # of ln(rate/mean), by arrivals: × e^s
        return norm * exp(k * (s - expm1(s)) + s)

    names = ("p_abandon", "p_wait", "sl_offered", "lq", "occupancy")
    sums = dict.fromkeys(names, mpfr(0))
    check = mpfr(0)
    keep = (CUT, POINTS)
    CUT, POINTS = 62, 18
    set_precision(128)
    try:
        floor = density(mpfr(0)) * mpfr(10) ** -24
        a0 = mean / mu

        def sweep(direction):
            nonlocal check
            at = mpfr(0)
            while True:
                # Fine enough for the density and for the queue's own change about saturation.
                sigma = 1 / sqrt(k * exp(min(at, mpfr(700))) + 1)
                load = a0 * exp(at)
                h = min(mpfr(1), 2 * sigma)
                change = 1 / sqrt(n * max(1, mu / theta)) + 1 / mpfr(n)
                h = min(h, (change if theta < mu else 1 / sqrt(n)) + abs(log(load / n)) / 3)
                low, high = (at, at + h) if direction > 0 else (at - h, at)
                half, middle = h / 2, (low + high) / 2
                for node, weight in rule(26):
                    s = middle + half * node
                    w = density(s) * weight * half
                    if w < floor * mpfr(10) ** -30:
                        continue
                    q = erlang_a(n, mean * exp(s), mu, theta, t)
                    check += w
                    for name in ("p_abandon", "p_wait", "sl_offered"):
                        sums[name] += w * q[name]
                    for name in ("lq", "occupancy"):
                        sums[name] += w * exp(-s) * q[name]
                at = high if direction > 0 else low
                if density(at) < floor:
                    return

        sweep(1)
        sweep(-1)
        assert abs(check - 1) < 1e-17, check
    finally:
        CUT, POINTS = keep
        set_precision()
    return sums


def model_redial(x):
    n, lam, mu, theta, r = x["n"], x["lam"], x["mu"], x["theta"], x["redial_prob"]

    def lost(total):
        return erlang_a(n, total, mu, theta, mpfr(0))

    # L − λ − r L P(L): rising; bracketed secant.
    low, high = lam, lam / (1 - r)
    q_low, q_high = lost(low), lost(high)
    f_low, f_high = -r * low * q_low["p_abandon"], high - lam - r * high * q_high["p_abandon"]
    if r == 0 or f_low == 0:
        low = lam
    else:
        span = mpfr(10) ** -30
        for step in range(400):
            mid = low - f_low * (high - low) / (f_high - f_low)
            if step % 4 == 3 or not low < mid < high:
                mid = (low + high) / 2
            value = mid - lam - r * mid * lost(mid)["p_abandon"]
            if abs(value) < span * mid:
                low = mid
                break
            if value < 0:
                low, f_low, f_high = mid, value, f_high / 2
            else:
                high, f_high, f_low = mid, value, f_low / 2
            if high - low < span * low:
                break
    q = lost(low)
    return {"lam_total": low, "p_abandon": q["p_abandon"], "p_wait": q["p_wait"],
            "p_lost_finally": low * q["p_abandon"] * (1 - r) / lam}


def model_mmnk(x):
    n, places, lam, mu, t = x["n"], x["K"], x["lam"], x["mu"], x.get("t") or mpfr(0)
    idle = idle_weight(n, lam / mu)
    ratio = lam / (n * mu)
    waiting = places - n
    # P(N > q) by positive terms from far out.
    mean = n * mu * t
    tails = [mpfr(0)] * waiting
    if waiting and mean > 0:
        last = int(max(float(mean), waiting)) + 80 + int(12 * math.sqrt(max(float(mean), waiting)))
        while last > waiting + 60 and float(mean) < waiting:
            last = waiting + 60 + int(6 * math.sqrt(waiting))
            break
        term = exp(-mean)
        terms = []
        for q in range(last + 1):
            terms.append(term)
            term = term * mean / (q + 1)
        tail = mpfr(0)
        for q in range(last, -1, -1):
            if q < waiting:
                tails[q] = tail
            tail += terms[q]
    weight = mpfr(1)
    found, length, quick = mpfr(0), mpfr(0), mpfr(0)
    for q in range(waiting):
        found += weight
        length += q * weight
        quick += weight * tails[q]
        weight = weight * ratio
    length += waiting * weight
    total = idle + found + weight
    accepted = idle + found
    return {"p_block": weight / total, "lq": length / total, "wq_accepted": length / (lam * accepted),
            "p_wait_accepted": found / accepted, "service_level_accepted": (idle + quick) / accepted,
            "occupancy": ratio * accepted / total}


# --------------------------------------------------------------------------- fewest agents

def at_most(value, most):
    """Goals that are met exactly are met: 1/3 is not a binary number at any precision."""
    return value <= most * (1 + mpfr(2) ** -(PRECISION - 40))


def fewest(meets, low, start):
    """The smallest n >= low that meets, for a goal that is met from some n on."""
    step = max(1, int(math.sqrt(start + 1)))
    high = max(start, low)
    if meets(high):
        while high > low and meets(max(low, high - step)):
            high = max(low, high - step)
            step *= 2
        bottom = max(low, high - step)
        if high == low or (bottom == low and meets(low)):
            return low if meets(low) else high
    else:
        bottom = high
        while not meets(high):
            bottom = high
            high += step
            step *= 2
    while high - bottom > 1:
        mid = (high + bottom) // 2
        if meets(mid):
            high = mid
        else:
            bottom = mid
    return high


def model_required_c(x):
    lam, mu, t = x["lam"], x["mu"], x["t"]
    a = lam / mu
    low = int(gmpy2.floor(a)) + 1

    def values(n):
        q = model_erlang_c({"n": n, "lam": lam, "mu": mu, "t": t})
        return q["service_level"], q["occupancy"], q["asa"]

    def meets(n):
        level, occupancy, asa = values(n)
        return ((x.get("service_level") is None or at_most(x["service_level"], level))
                and (x.get("max_occupancy") is None or at_most(occupancy, x["max_occupancy"]))
                and (x.get("max_asa") is None or at_most(asa, x["max_asa"])))

    n = fewest(meets, low, int(a + 0.5 * sqrt(a)) + 1)
    return {"n": n, "sl_at_n": values(n)[0]}


def model_required_a(x):
    lam, mu, theta, t = x["lam"], x["mu"], x["theta"], x.get("t") or mpfr(0)
    a = lam / mu
    cache = {}

    def values(n):
        if n not in cache:
            cache[n] = erlang_a(n, lam, mu, theta, t)
        return cache[n]

    def meets(n):
        q = values(n)
        return ((x.get("sl_offered") is None or at_most(x["sl_offered"], q["sl_offered"]))
                and (x.get("max_p_abandon") is None or at_most(q["p_abandon"], x["max_p_abandon"]))
                and (x.get("max_occupancy") is None or at_most(q["occupancy"], x["max_occupancy"]))
                and (x.get("max_asa") is None or at_most(q["asa_served"], x["max_asa"])))

    n = fewest(meets, 1, int(a) + 1)
    q = values(n)
    return {"n": n, "sl_at_n": q["sl_offered"], "p_abandon_at_n": q["p_abandon"]}


# --------------------------------------------------------------------------- chat

def chat_end(idle, busy, chats, x, below_top):
    """Joins the chain below n k (sums relative to the top state) with the queue above it."""
    n, aht, lam, theta, t = x["n"], x["aht"], x["lam"], x["theta"], x.get("t") or mpfr(0)
    k = len(aht)
    full = n * k / aht[-1]
    q = queue(idle, lam, theta, full, t)
    q["agent_busy"] = busy * q["p_top"] / n + q["p_wait"]
    q["mean_chats_per_agent"] = chats * q["p_top"] / n + q["p_wait"] * k
    return q


def model_chat_balanced(x):
    n, aht, lam = x["n"], x["aht"], x["lam"]
    k = len(aht)
    rate = [mpfr(0)] + [j / aht[j - 1] for j in range(1, k + 1)]
    # From the top state downwards.
    weight, idle, busy, chats = mpfr(1), mpfr(0), mpfr(0), mpfr(0)
    for state in range(n * k, 0, -1):
        each, more = divmod(state, n)
        out = (n - more) * rate[each] + (more * rate[each + 1] if more else 0)
        weight = weight * out / lam
        idle += weight
        busy += weight * min(state - 1, n)
        chats += weight * (state - 1)
    q = chat_end(idle, busy, chats, x, None)
    return pick(q, "p_wait", "p_abandon", "lq", "sl_offered", "agent_busy", "mean_chats_per_agent")


def model_chat_jsq(x):
    n, k = x["n"], len(x["aht"])
    wide = numpy.longdouble

    def narrow(value):
        high = float(value)
        return wide(high) + wide(float(value - mpfr(high)))

    lam = narrow(x["lam"])
    rate = [wide(0)] + [narrow(mpfr(j) / x["aht"][j - 1]) for j in range(1, k + 1)]
    levels = [[(n,) + (0,) * k]]
    for _ in range(n * k):
        found = {}
        for state in levels[-1]:
            for j in range(k):
                if state[j]:
                    to = list(state)
                    to[j] -= 1
                    to[j + 1] += 1
                    found.setdefault(tuple(to))
        levels.append(list(found))
    index = [{s: i for i, s in enumerate(level)} for level in levels]
    # Elimination without subtraction, the fullest level first. Within a level nothing moves at first.
    inner = numpy.zeros((1, 1), dtype=wide)
    columns = [None] * (n * k + 1)
    for level in range(n * k, 0, -1):
        size, less = len(levels[level]), len(levels[level - 1])
        # Rows and columns: the level below, then this level.
        matrix = numpy.zeros((less + size, less + size), dtype=wide)
        matrix[less:, less:] = inner
        for row, state in enumerate(levels[level]):
            for j in range(1, k + 1):
                if state[j]:
                    to = list(state)
                    to[j] -= 1
                    to[j - 1] += 1
                    matrix[less + row, index[level - 1][tuple(to)]] += state[j] * rate[j]
        for row, state in enumerate(levels[level - 1]):
            j = next(j for j in range(k) if state[j])
            to = list(state)
            to[j] -= 1
            to[j + 1] += 1
            matrix[row, less + index[level][tuple(to)]] += lam
        kept = [None] * size
        for s in range(less + size - 1, less - 1, -1):
            out = matrix[s, :s].sum()
            share = matrix[:s, s] / out
            rows, cols = numpy.nonzero(share)[0], numpy.nonzero(matrix[s, :s])[0]
            matrix[numpy.ix_(rows, cols)] += numpy.outer(share[rows], matrix[s, cols])
            kept[s - less] = share
        columns[level] = kept
        inner = matrix[:less, :less].copy()
        numpy.fill_diagonal(inner, 0)
    weights = [mpfr(1)]
    below = busy = chats = mpfr(0)
    for level in range(n * k):
        for state, weight in zip(levels[level], weights):
            below += weight
            busy += weight * (n - state[0])
            chats += weight * level
        now = list(weights)
        for share in columns[level + 1]:
            total = mpfr(0)
            for i in numpy.nonzero(share)[0]:
                high = float(share[i])
                total += now[i] * (mpfr(high) + mpfr(float(share[i] - wide(high))))
            now.append(total)
        weights = now[len(weights):]
    q = chat_end(below / weights[0], busy / weights[0], chats / weights[0], x, None)
    return pick(q, "p_wait", "p_abandon", "lq", "agent_busy", "sl_offered", "mean_chats_per_agent")


# --------------------------------------------------------------------------- one server, priorities, deadline

def model_mg1(x):
    load = x["lam"] * x["es"]
    wait = x["lam"] * x["es2"] / 2 / (1 - load)
    return {"wq": wait, "lq": x["lam"] * wait, "occupancy": load}


def model_md1(x):
    lam, d, t = x["lam"], x["d"], x["t"]
    rho = lam * d
    if lam == 0:
        return {"p_w_le_t": mpfr(1)}
    count = int(gmpy2.floor(t / d))
    if count > 1500:
        # The tail is exponential by then: its next term falls faster by e^(−2) a handle time at least.
        low, high = mpfr(0), mpfr(1)
        f = lambda eta: lam * expm1(eta * d) - eta
        eta = 2 * (1 - rho) / rho / d
        for _ in range(300):
            step = f(eta) / (lam * d * exp(eta * d) - 1)
            eta -= step
            if abs(step) < eta * mpfr(2) ** -(PRECISION - 40):
                break
        tail = (1 - rho) / (lam * d * exp(eta * d) - 1) * exp(-eta * t)
        return {"p_w_le_t": 1 - tail}
    bits = PRECISION + int(4 * float(lam * t)) + 100
    set_precision(bits)
    try:
        total = mpfr(0)
        factorial = mpfr(1)
        for k in range(count + 1):
            if k:
                factorial *= k
            u = lam * (k * d - t)
            total += (u ** k if k else mpfr(1)) / factorial * exp(-u)
        total = (1 - rho) * total
    finally:
        set_precision()
    return {"p_w_le_t": mpfr(total)}


def model_allen_cunneen(x):
    q = model_erlang_c({"n": x["n"], "lam": x["lam"], "mu": x["mu"]})
    return {"wq": q["asa"] * (x["ca2"] + x["cs2"]) / 2}


def cobham(residual, loads):
    ahead, result = mpfr(0), {}
    for number, load in enumerate(loads, 1):
        now = ahead + load
        result[f"wq{number}"] = residual / (1 - ahead) / (1 - now)
        ahead = now
    return result


def model_priority_mmn(x):
    n, mu, lams = x["n"], x["mu"], x["lams"]
    total = sum(lams)
    if total == 0:
        return {f"wq{i + 1}": mpfr(0) for i in range(len(lams))}
    p_wait = model_erlang_c({"n": n, "lam": total, "mu": mu})["p_wait"]
    return cobham(p_wait / (n * mu), [lam / (n * mu) for lam in lams])


def model_priority_mg1(x):
    residual = sum(a * b for a, b in zip(x["lams"], x["es2"])) / 2
    return cobham(residual, [a * b for a, b in zip(x["lams"], x["es"])])


def model_sojourn(x):
    n, lam, mu, d = x["n"], x["lam"], x["mu"], x["deadline"]
    p_wait = model_erlang_c({"n": n, "lam": lam, "mu": mu})["p_wait"] if lam > 0 else mpfr(0)
    r = n * mu - lam
    gap = (r - mu) / mu
    if gap == 0:
        extra = mu * d * exp(-mu * d)
    elif abs(gap) < 1e-20:  # by its series about the double pole
        z = (mu - r) * d
        extra = mu * d * exp(-mu * d) * (1 + z / 2 + z * z / 6)
    else:
        extra = mu * (exp(-mu * d) - exp(-r * d)) / (r - mu)
    return {"p_late": exp(-mu * d) + p_wait * extra}


# --------------------------------------------------------------------------- time-varying

def model_minf(x):
    lam, mu, t = x["lam"], x["mu"], x["t"]
    if not isinstance(lam, dict):
        return {"m": lam / mu}
    mean, amplitude, w = lam["mean"], lam["amplitude"], lam["angular_frequency"]
    # Im of a e^(iwt)/(μ + iw).
    z = gmpy2.mpc(gmpy2.cos(w * t), gmpy2.sin(w * t)) / gmpy2.mpc(mu, w)
    return {"m": mean / mu + amplitude * z.imag}


def model_transient(x, extra=0, order=0, strides=1.5):
    """Taylor series of high order in extended precision, states up to a bound that does not matter."""
    wide = numpy.longdouble
    n, mu, theta, end = x["n"], wide(float(x["mu"])), wide(float(x["theta"])), float(x["T"])
    lam = x["lam"] if isinstance(x["lam"], dict) else dict(mean=x["lam"], amplitude=mpfr(0),
                                                           angular_frequency=mpfr(0))
    mean, amplitude, w = (wide(float(lam[key])) for key in ("mean", "amplitude", "angular_frequency"))
    highest = float(mean + abs(amplitude))
    if end == 0 or highest == 0:
        one = 1 if n == 0 else 0
        return {"p_all_busy": mpfr(one), "lq": mpfr(0)}
    # The number in an infinite-server queue without departures bounds the number here.
    slow = min(float(mu), float(theta))
    bound = highest * (-math.expm1(-slow * end) / slow if slow > 0 else end)
    if slow > 0 and float(mu) > 0:
        bound = min(bound, highest * end)
    top = max(n + 40, int(bound + 14 * math.sqrt(bound) + 60)) + extra
    top = max(top, n + 40)
    states = numpy.arange(top + 1)
    down = mu * numpy.minimum(states, n) + theta * numpy.maximum(states - n, 0)
    down = down.astype(wide)
    fastest = highest + float(down.max())
    p = numpy.zeros(top + 1, dtype=wide)
    p[0] = 1
    order = order or max(50, min(n + 40, 260))
    steps = max(1, math.ceil(fastest * end / strides), math.ceil(float(w) * end / 0.5))
    h = wide(end) / steps
    for step in range(steps):
        at = wide(end) * step / steps
        # Taylor coefficients of the rate, scaled by powers of h.
        rates = []
        scale = wide(1)
        sine, cosine = numpy.sin(w * at), numpy.cos(w * at)
        for j in range(order):
            phase = (sine, cosine, -sine, -cosine)[j % 4]
            rates.append(amplitude * scale * phase + (mean if j == 0 else 0))
            scale *= w * h / (j + 1)
        rates = [r for r in rates]
        while len(rates) > 1 and abs(rates[-1]) < 1e-24 * highest:
            rates.pop()
        terms = [p]
        total = p.copy()
        for j in range(order):
            flow = numpy.zeros(top + 1, dtype=wide)
            for i in range(min(j + 1, len(rates))):
                flow += rates[i] * terms[j - i]
            up = flow.copy()
            up[-1] = 0
            change = -up - down * terms[j]
            change[1:] += up[:-1]
            change[:-1] += (down * terms[j])[1:]
            term = change * h / (j + 1)
            terms.append(term)
            total += term
        p = total
    busy = p[n:].sum()
    length = (p[n:] * (states[n:] - n)).sum()
    return {"p_all_busy": mpfr(float(busy)), "lq": mpfr(float(length))}


# --------------------------------------------------------------------------- the rest

def model_workload(x):
    return {"erlangs": x["volume"] * x["aht_s"] / x["interval_s"]}


def model_shrinkage(x):
    exact = Fraction(x["raw_exact"]) / (1 - x["shrinkage_exact"])
    return {"paid": math.ceil(exact), "fte": mpfr(exact.numerator) / exact.denominator}


def model_blending(x):
    n, reserve, lam, mu, theta = x["n"], x["reserve"], x["lam"], x["mu"], x["theta"]
    lowest = n - reserve
    weight, idle, busy = mpfr(1), mpfr(0), mpfr(0)
    for state in range(n, lowest, -1):
        weight = weight * state * mu / lam
        idle += weight
        busy += weight * (state - 1)
    q = queue(idle, lam, theta, n * mu, x.get("t") or mpfr(0))
    q["occupancy"] = q["p_wait"] + busy * q["p_top"] / n
    q["outbound_rate"] = weight * q["p_top"] * lowest * mu
    return pick(q, "p_wait", "p_abandon", "lq", "sl_offered", "occupancy", "outbound_rate")


def model_virtual_hold(x):
    n, lam, mu, theta, share = x["n"], x["lam"], x["mu"], x["theta"], x["acceptance"]
    if share == 1:
        q = queue(idle_weight(n, lam / mu), lam, mpfr(0), n * mu, x.get("t") or mpfr(0))
    else:
        q = queue(idle_weight(n, lam / mu), lam, theta, n * mu, x.get("t") or mpfr(0), endless=share)
    q["p_call_back"] = q["p_wait"] * share
    return pick(q, "p_wait", "p_abandon", "p_call_back", "lq", "sl_offered")


MODELS = {
    "erlang_b": model_erlang_b, "erlang_b_real_n": model_erlang_b, "engset": model_engset,
    "erlang_c": model_erlang_c, "erlang_c_real_n": model_erlang_c_real, "erlang_a": model_erlang_a,
    "erlang_a_gamma_rate": model_gamma, "erlang_x_redial": model_redial, "mmnk": model_mmnk,
    "required_agents_c": model_required_c, "required_agents_a": model_required_a,
    "chat_balanced": model_chat_balanced, "chat_jsq_exact": model_chat_jsq, "mg1_pk": model_mg1,
    "md1_wait_cdf": model_md1, "allen_cunneen": model_allen_cunneen,
    "priority_nonpreemptive_mmn": model_priority_mmn, "priority_nonpreemptive_mg1": model_priority_mg1,
    "mmn_sojourn_deadline": model_sojourn, "mt_minf_offered_load": model_minf,
    "mt_mnm_transient": model_transient, "workload_erlangs": model_workload, "shrinkage": model_shrinkage,
    "blending": model_blending, "virtual_hold": model_virtual_hold,
}

# Costly to work out: fewer of them.
SHARE = {"erlang_a_gamma_rate": 0.15, "chat_jsq_exact": 0.2, "mt_mnm_transient": 0.3, "erlang_x_redial": 0.4,
         "required_agents_a": 0.4, "mmnk": 0.7}
TOLERANCE = {"mt_mnm_transient": 1e-8, "chat_jsq_exact": 1e-10}
WHOLE = {"n", "K", "sources", "reserve"}


# --------------------------------------------------------------------------- inputs

def parse(text):
    """The exact value of "48", "20/60", "0.01*60"."""
    if isinstance(text, (int, float)):
        return Fraction(text)
    value, operator, token = None, "*", ""
    for letter in str(text) + "*":
        if letter in "*/":
            factor = Fraction(token.strip())
            value = factor if value is None else value * factor if operator == "*" else value / factor
            operator, token = letter, ""
        else:
            token += letter
    return value


def as_double(text):
    """What a program reads: factor by factor in doubles."""
    if isinstance(text, (int, float)):
        return float(text)
    value, operator, token = None, "*", ""
    for letter in str(text) + "*":
        if letter in "*/":
            factor = float(token)
            value = factor if value is None else value * factor if operator == "*" else value / factor
            operator, token = letter, ""
        else:
            token += letter
    return value


TEXTS = {"definition", "start", "dist", "params"}


def leaves(inputs):
    """(path, text) of every number."""
    for key, value in inputs.items():
        if key in TEXTS or value is None:
            continue
        if isinstance(value, list):
            for i, item in enumerate(value):
                yield (key, i), item
        elif isinstance(value, dict):
            for name, item in value.items():
                yield (key, name), item
        else:
            yield (key,), value


def build(inputs, change=None):
    """Inputs as mpfr (whole numbers as int); `change` maps a path to another exact value."""
    change = change or {}
    result = {}
    for path, text in leaves(inputs):
        value = change.get(path, None)
        if value is None:
            value = parse(text)
        key = path[0]
        if key in WHOLE and value.denominator == 1:
            number = int(value)
        else:
            number = mpfr(value.numerator) / value.denominator
        if len(path) == 1:
            result[key] = number
            result[key + "_exact"] = value
        elif isinstance(inputs[key], list):
            result.setdefault(key, []).append(number)
        else:
            result.setdefault(key, {})[path[1]] = number
    for key, value in inputs.items():
        if isinstance(value, list) and not value:
            result[key] = []
    return result


def solve(case, change=None):
    return MODELS[case["model"]](build(case["inputs"], change))


def solve_texts(case):
    """The outputs as strings with 30 digits; None where the model is not defined."""
    started = time.time()
    try:
        outputs = solve(case)
    except Exception as problem:  # a fault of the oracle, shown as such
        return {"oracle_problem": f"{type(problem).__name__}: {problem}"}, time.time() - started
    texts = {}
    for name, value in outputs.items():
        if value is not None:
            texts[name] = value if isinstance(value, int) else "{0:.32g}".format(mpfr(value))
    return texts, time.time() - started


def conditions(case):
    """Relative movement of each output: (each input by one ulp, summed; all inputs as doubles read them)."""
    base = solve(case)
    loose = dict.fromkeys(base, mpfr(0))
    doubles = {}
    for path, text in leaves(case["inputs"]):
        exact = parse(text)
        if path[0] in WHOLE and exact.denominator == 1:
            continue
        near = as_double(text)
        doubles[path] = Fraction(near)
        if exact == 0:
            continue
        worst = dict.fromkeys(base, mpfr(0))
        for sign in (1, -1):
            moved = exact + sign * Fraction(math.ulp(near))
            try:
                other = solve(case, {path: moved})
            except Exception:
                other = {}
            for name, value in base.items():
                if value and other.get(name) is not None:
                    worst[name] = max(worst[name], abs(mpfr(other[name]) / mpfr(value) - 1))
        for name in loose:
            loose[name] += worst[name]
    try:
        read = solve(case, doubles)
    except Exception:
        read = {}
    strict = {name: abs(mpfr(read[name]) / mpfr(value) - 1) if value and read.get(name) is not None else mpfr(0)
              for name, value in base.items()}
    return ({k: float(v) for k, v in loose.items()}, {k: float(v) for k, v in strict.items()})


# --------------------------------------------------------------------------- random cases

class Draw:
    def __init__(self, seed):
        self.rng = random.Random(seed)

    def text(self, value, digits=None):
        """A decimal with some number of digits."""
        digits = digits or self.rng.choice([1, 2, 3, 4, 6, 9, 12, 15, 17])
        shown = f"{value:.{digits}g}"
        if self.rng.random() < 0.5 and "e" in shown:
            shown = f"{Fraction(shown).numerator}/{Fraction(shown).denominator}" \
                if self.rng.random() < 0.3 and abs(value) > 1e-12 else shown
        return shown

    def log(self, low, high):
        return math.exp(self.rng.uniform(math.log(low), math.log(high)))

    def choice(self, *items):
        return self.rng.choice(items)

    def servers(self, most=100_000, least=1):
        rng = self.rng
        kind = rng.random()
        if kind < 0.3:
            return rng.randint(least, min(12, most))
        if kind < 0.4:
            return min(most, rng.choice([24, 25, 26, 99, 100, 101, 999, 1000, 1001, 99_999, 100_000]))
        return max(least, int(self.log(1, most)))

    def mu(self):
        return self.choice("1", "1", "1/3", "0.4", "1/180", "365/2", "0.25",
                           self.text(self.log(1e-6, 1e6)), self.text(self.log(0.01, 10)))

    def times(self, factor, text):
        """factor × text as decimal text near that value."""
        return self.text(factor * float(parse(text)))

    def stable_load(self, n):
        """A load under n, in all regions."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.15:
            return n - self.log(1e-6, 1e-2) * min(1, n)
        if kind < 0.25:
            return n * (1 - self.log(1e-6, 1e-2))
        if kind < 0.5:
            return max(n - rng.uniform(0.1, 5) * math.sqrt(n), n * 0.01)
        if kind < 0.6:
            return self.log(1e-9, 1e-2) * min(1, n)
        return n * rng.uniform(0.01, 0.99)

    def any_load(self, n):
        rng = self.rng
        kind = rng.random()
        if kind < 0.5:
            return self.stable_load(max(n, 1e-3))
        if kind < 0.6:
            return n + self.log(1e-6, 1e-2)
        if kind < 0.8:
            return n + rng.uniform(-5, 5) * math.sqrt(n) if n > 40 else n * rng.uniform(0.8, 3) + 0.01
        if kind < 0.9:
            return max(n, 1) * self.log(1.01, self.choice(3, 100, 1e6))
        return float(max(n, 1))

    def threshold(self, mu, spare=None):
        kind = self.rng.random()
        if kind < 0.2:
            return "0"
        m = float(parse(mu))
        if kind < 0.6 or not spare:
            return self.text(self.log(1e-4, 20) / m)
        return self.text(self.log(1e-3, 100) / spare)


def near_text(draw, value, bound, mu):
    """λ for a load: many digits where it is close to the bound."""
    digits = 17 if bound and abs(value / bound - 1) < 1e-4 else None
    return draw.text(value * float(parse(mu)), digits)


def gen_erlang_b(draw):
    n = 0 if draw.rng.random() < 0.02 else draw.servers()
    a = draw.any_load(n) if draw.rng.random() < 0.9 else draw.log(1e-9, 1e6)
    return {"n": n, "a": draw.text(a) if a > 0 else "0"}


def real_n(draw, most=100_000):
    kind = draw.rng.random()
    if kind < 0.3:
        return draw.text(draw.log(1e-6, 1), draw.choice(3, 6, 17))
    if kind < 0.6:
        return f"{draw.rng.uniform(0, 60):.{draw.choice(1, 3, 9)}f}"
    return draw.text(draw.log(1, most), draw.choice(5, 8, 12, 17))


def gen_erlang_b_real(draw):
    n = real_n(draw)
    return {"n": n, "a": draw.text(draw.any_load(float(parse(n))) if draw.rng.random() < 0.8 else draw.log(1e-9, 1e5))}


def gen_engset(draw):
    n = draw.servers(20_000)
    sources = draw.choice(n, n + 1, n + draw.rng.randint(0, 50), int(n * draw.log(1, 100)), draw.rng.randint(0, n))
    mu = draw.mu()
    r = draw.choice(draw.log(1e-6, 10), n / max(sources, 1) * draw.rng.uniform(0.5, 2), 1e-9)
    return {"sources": sources, "n": n, "lam": draw.times(r, mu), "mu": mu}


def gen_erlang_c(draw, n=None):
    n = n if n is not None else draw.servers()
    while True:
        mu = draw.mu()
        servers = float(parse(n))
        lam = near_text(draw, draw.stable_load(servers), servers, mu)
        if 0 < parse(lam) < parse(str(n)) * parse(mu) and as_double(lam) < servers * as_double(mu):
            break
    spare = float(parse(str(n)) * parse(mu) - parse(lam))
    return {"n": n, "lam": lam, "mu": mu, "t": draw.threshold(mu, spare)}


def gen_erlang_c_real(draw):
    return gen_erlang_c(draw, real_n(draw))


def gen_erlang_a(draw, most=100_000, least=0):
    kind = draw.rng.random()
    n = 0 if least == 0 and kind < 0.02 else real_n(draw, most) if least == 0 and kind < 0.15 else draw.servers(most)
    mu = draw.mu()
    servers = float(parse(n))
    a = draw.any_load(servers) if draw.rng.random() < 0.95 else draw.log(1e-9, 1e6)
    a = max(a, 1e-9)
    kind = draw.rng.random()
    if kind < 0.3:
        theta = draw.times(draw.log(1e-8, 1e8), mu)
    elif kind < 0.4:
        theta = mu
    elif kind < 0.44 and servers > 0 and a < servers * 0.999999:
        theta = "0"
    else:
        theta = draw.times(draw.log(0.01, 20), mu)
    lam = near_text(draw, a, servers, mu)
    if theta == "0" and as_double(lam) >= servers * as_double(mu):
        theta = mu
    gap = abs(servers * float(parse(mu)) - float(parse(lam)))
    kind = draw.rng.random()
    if kind < 0.25 and float(parse(theta)) > 0:
        t = draw.text(draw.log(1e-3, 50) / float(parse(theta)))
    else:
        t = draw.threshold(mu, gap)
    return {"n": n, "lam": lam, "mu": mu, "theta": theta, "t": t}


def gen_gamma(draw):
    x = gen_erlang_a(draw, 400, 1)
    if x["theta"] == "0":
        x["theta"] = x["mu"]
    theta = min(max(float(parse(x["theta"])) / float(parse(x["mu"])), 1e-3), 1e3)
    result = {"n": x["n"], "lam_mean": x["lam"], "lam_cv2": draw.text(draw.log(1e-6, 10)), "mu": x["mu"],
              "theta": draw.times(theta, x["mu"])}
    if draw.rng.random() < 0.5:
        result["t"] = draw.threshold(x["mu"])
    return result


def gen_redial(draw):
    x = gen_erlang_a(draw, 20_000, 1)
    if x["theta"] == "0":
        x["theta"] = x["mu"]
    del x["t"]
    x["redial_prob"] = draw.choice("0", "0.3", "0.999", "0.999999", draw.text(draw.rng.random(), 4),
                                   draw.text(draw.log(1e-6, 1), 3))
    if parse(x["redial_prob"]) >= 1:
        x["redial_prob"] = "0.9"
    return x


def gen_mmnk(draw):
    n = draw.servers(20_000)
    mu = draw.mu()
    places = draw.choice(n, n, n + 1, n + draw.rng.randint(0, 100), n + int(draw.log(1, 1e5)),
                         max(n, draw.choice(1000, 30_000, 100_000)))
    a = draw.any_load(n) if draw.rng.random() < 0.8 else float(n) * draw.choice(1, 1.0000001, 0.999999, 2, 50)
    lam = near_text(draw, a, n, mu)
    queue_time = max(places - n, 1) / (n * float(parse(mu)))
    t = draw.choice("0", draw.threshold(mu), draw.text(queue_time * draw.log(1e-3, 2)))
    return {"n": n, "K": places, "lam": lam, "mu": mu, "t": t}


def gen_required_c(draw):
    mu = draw.mu()
    a = draw.log(1e-6, 2e4) if draw.rng.random() < 0.5 else draw.log(0.1, 300)
    x = {"lam": draw.times(a, mu), "mu": mu, "t": draw.threshold(mu),
         "service_level": draw.choice("0.8", "0.9", "0.95", "0.999", "0.5", "0.999999", "1e-6",
                                      draw.text(draw.rng.uniform(0.05, 0.99), 4))}
    kind = draw.rng.random()
    if kind < 0.3:
        x["max_occupancy"] = draw.choice("0.85", "0.9", "0.95", "1", draw.text(draw.rng.uniform(0.1, 1), 3), None)
    elif kind < 0.4:
        # On the border exactly.
        whole = draw.rng.randint(1, 300)
        x["lam"], x["max_occupancy"] = draw.choice(
            (f"{whole}*{mu}", "0.5"), (f"{whole * 4}*{mu}", "0.8"), (f"{whole * 17}*{mu}", "0.85"),
            (f"{whole * 9}*{mu}", "0.9"))
        x["service_level"] = "0.01"
    elif kind < 0.6:
        x["service_level"] = None
        x["max_asa"] = draw.text(draw.log(1e-4, 10) / float(parse(mu)), 3)
    return x


def gen_required_a(draw):
    x = gen_required_c(draw)
    x["theta"] = draw.choice(x["mu"], draw.times(draw.log(0.01, 50), x["mu"]), draw.times(draw.log(1e-4, 1e4), x["mu"]))
    level = x.pop("service_level")
    if level in ("0.999999", "0.01"):
        level = "0.8"
    x["sl_offered"] = level
    x.pop("max_asa", None)
    if draw.rng.random() < 0.3 or level is None:
        x["max_p_abandon"] = draw.choice("0.03", "0.05", "0.001", draw.text(draw.log(1e-5, 0.9), 3))
    a = float(parse(x["lam"]) / parse(x["mu"]))
    if a > 3000:
        x["lam"] = draw.times(draw.log(1, 2000), x["mu"])
    return x


def chat(draw, n, k):
    unit = draw.log(0.1, 1000)
    aht, time_ = [], unit
    equal = draw.rng.random() < 0.2
    for _ in range(k):
        aht.append(draw.text(time_, 4))
        if not equal:
            time_ *= draw.choice(1, draw.rng.uniform(1, 1.8), draw.rng.uniform(0.8, 1.1))
    capacity = n * k / float(parse(aht[-1]))
    lam = draw.text(capacity * draw.choice(draw.log(1e-4, 1), draw.rng.uniform(0.5, 1.3), draw.rng.uniform(0.1, 0.95), draw.log(1, 20)))
    theta = draw.text(draw.choice(1, draw.log(0.01, 100), draw.log(1e-5, 1e4)) / unit)
    if float(parse(lam)) < 0.99 * capacity and draw.rng.random() < 0.1:
        theta = "0"
    return {"n": n, "aht": aht, "lam": lam, "theta": theta,
            "t": draw.choice("0", draw.text(draw.log(1e-3, 5) * unit), draw.text(draw.log(1e-3, 1) * unit / n))}


def gen_chat_balanced(draw):
    return chat(draw, draw.servers(5000), draw.rng.randint(1, 6))


def gen_chat_jsq(draw):
    k = draw.rng.randint(1, 4)
    return chat(draw, draw.rng.randint(1, {1: 60, 2: 30, 3: 12, 4: 8}[k]), k)


def gen_mg1(draw):
    es = draw.text(draw.log(1e-6, 1e6))
    rho = draw.choice(draw.rng.random(), 1 - draw.log(1e-12, 1e-3), draw.log(1e-9, 1))
    digits = 17 if rho > 0.999 else None
    lam = draw.text(rho / float(parse(es)), digits)
    if parse(lam) * parse(es) >= 1:
        lam = draw.text(0.5 / float(parse(es)), 3)
    cs2 = draw.choice(0.01, 1, 5.5, draw.log(1e-3, 1e3))
    return {"lam": lam, "dist": "G", "params": "1", "es": es, "es2": draw.text((1 + cs2) * float(parse(es)) ** 2, 15)}


def gen_md1(draw):
    d = draw.choice("1", "1", draw.text(draw.log(1e-3, 1e3)))
    rho = draw.choice(draw.rng.uniform(0.01, 0.99), 1 - draw.log(1e-9, 1e-2), draw.log(1e-9, 0.1), 0.5, 0.9, 0.99)
    lam = draw.text(rho / float(parse(d)), 12 if rho > 0.99 else 4)
    if parse(lam) * parse(d) >= 1:
        lam = draw.text(0.7 / float(parse(d)), 1)
    if parse(lam) * parse(d) >= 1:
        lam = draw.text(0.4 / float(parse(d)), 1)
    many = draw.choice(draw.rng.uniform(0, 3), draw.log(1e-3, 100), draw.rng.randint(0, 60), draw.log(1, 1000),
                       draw.log(2, 1 / (1 - min(rho, 0.999999)) * 10 + 3))
    t = draw.text(many * float(parse(d)))
    if draw.rng.random() < 0.2:
        t = f"{draw.rng.randint(0, 30)}*{d}"
    return {"lam": lam, "d": d, "t": t}


def gen_allen(draw):
    n = draw.servers() if draw.rng.random() < 0.7 else real_n(draw)
    x = gen_erlang_c(draw, n)
    del x["t"]
    x["ca2"] = draw.text(draw.choice(0, 1, draw.log(0.01, 10)))
    x["cs2"] = draw.text(draw.choice(0, 1, draw.log(0.01, 10)) if x["ca2"] != "0" else 1)
    return x


def split(draw, total, classes):
    parts = [draw.choice(draw.rng.random(), draw.log(1e-12, 1)) for _ in range(classes)]
    whole = sum(parts)
    return [total * part / whole for part in parts]


def gen_priority_mmn(draw):
    while True:
        n = draw.servers()
        mu = draw.mu()
        classes = draw.choice(1, 2, 2, 3, 5, 20)
        load = min(draw.stable_load(n), n * (1 - 1e-7))
        lams = [draw.text(part * float(parse(mu)), draw.choice(3, 9, 17)) for part in split(draw, load, classes)]
        if sum(map(parse, lams)) < n * parse(mu) * Fraction(9999999, 10000000):
            return {"n": n, "lams": lams, "mu": mu}


def gen_priority_mg1(draw):
    while True:
        classes = draw.choice(1, 2, 3, 6)
        rho = draw.choice(draw.rng.random(), 1 - draw.log(1e-8, 1e-2), draw.log(1e-9, 1))
        lams, es, es2 = [], [], []
        for part in split(draw, rho, classes):
            mean = draw.log(1e-3, 1e3)
            es.append(draw.text(mean, 6))
            lams.append(draw.text(part / mean, draw.choice(4, 17)))
            es2.append(draw.text(float(parse(es[-1])) ** 2 * (1 + draw.choice(0.001, 1, draw.log(0.01, 100))), 12))
        if sum(parse(a) * parse(b) for a, b in zip(lams, es)) < Fraction(999999999, 1000000000):
            return {"lams": lams, "es": es, "es2": es2}


def gen_sojourn(draw):
    x = gen_erlang_c(draw, draw.servers() if draw.rng.random() < 0.8 else real_n(draw))
    del x["t"]
    kind = draw.rng.random()
    if kind < 0.3 and isinstance(x["n"], int):
        n = x["n"]
        if n > 1:
            x["lam"] = f"{n - 1}*{x['mu']}"
            if kind < 0.15:
                x["lam"] = draw.text(float(parse(x["lam"])) * (1 + draw.log(1e-16, 1e-6)), 17)
        if parse(x["lam"]) >= n * parse(x["mu"]):
            x["lam"] = f"{n}*{x['mu']}*0.5"
    mu = float(parse(x["mu"]))
    spare = float(parse(str(x["n"])) * parse(x["mu"]) - parse(x["lam"]))
    if spare <= 0:
        return gen_sojourn(draw)
    x["deadline"] = draw.choice("0", draw.text(draw.log(1e-6, 100) / mu), draw.text(draw.log(1e-3, 30) / spare),
                                draw.text(draw.log(0.1, 10) / mu))
    return x


def sinusoid(draw, mean):
    amplitude = draw.choice("0", draw.text(mean * draw.rng.random(), 3), draw.text(mean * 0.5, 3))
    mean = draw.text(mean, draw.choice(2, 6))
    if parse(amplitude) > parse(mean):
        amplitude = "0"
    if draw.rng.random() < 0.1:
        amplitude = "-" + amplitude if amplitude != "0" else "0"
    return mean, amplitude


def gen_minf(draw):
    mu = draw.mu()
    mean, amplitude = sinusoid(draw, draw.log(1e-6, 1e5) * float(parse(mu)))
    w = draw.text(draw.log(1e-4, 1e4) * float(parse(mu)), draw.choice(1, 4, 16))
    t = draw.text(draw.log(1e-3, 1e3) / float(parse(w)), draw.choice(2, 16))
    return {"lam": {"mean": mean, "amplitude": amplitude, "angular_frequency": w}, "mu": mu, "t": t}


def gen_transient(draw):
    n = draw.choice(1, 2, 5, 12, draw.rng.randint(1, 60), draw.rng.randint(60, 150), 0)
    mu = draw.choice("1.0", "1/3", "0.25")
    m = float(parse(mu))
    mean, amplitude = sinusoid(draw, m * max(n, 1) * draw.choice(draw.log(0.01, 3), draw.rng.uniform(0.5, 1.2)))
    theta = draw.choice("0.5", mu, draw.text(m * draw.log(0.01, 20), 3), "0")
    end = draw.text(draw.choice(draw.log(0.01, 1), draw.log(1, 12)) / m, 3)
    if draw.rng.random() < 0.05:
        end = "0"
    w = draw.text(draw.log(0.05, 8) * m, 3)
    return {"n": n, "lam": {"mean": mean, "amplitude": amplitude, "angular_frequency": w}, "mu": mu, "theta": theta,
            "T": end, "start": "empty"}


def gen_workload(draw):
    return {"volume": draw.text(draw.log(1e-3, 1e7)), "aht_s": draw.text(draw.log(1, 1e5)),
            "interval_s": draw.choice("900", "1800", "3600", "86400")}


def gen_shrinkage(draw):
    raw = draw.choice(draw.rng.randint(0, 5000), draw.text(draw.log(0.1, 1e5)), draw.rng.randint(1, 100_000_000))
    share = draw.choice("0", "0.1", "0.3", "0.32", "0.5", "0.2", "1/3", "0.99", draw.text(draw.rng.random() * 0.99, 3))
    kind = draw.rng.random()
    if kind < 0.3:  # whole answers
        paid = draw.rng.randint(1, 100_000)
        value = paid * (1 - parse(share))
        raw = f"{value.numerator}/{value.denominator}" if value.denominator != 1 else value.numerator
    elif kind < 0.4:  # just above one
        share = draw.choice("0", "0.5", "0.2")
        value = draw.rng.randint(1, 2000) * (1 - parse(share)) * (1 + Fraction(1, 10 ** draw.rng.randint(3, 11)))
        raw = str(float(value))
    return {"raw": raw, "shrinkage": share}


def gen_blending(draw):
    x = gen_erlang_a(draw, 20_000, 1)
    if x["theta"] == "0" and parse(x["lam"]) >= x["n"] * parse(x["mu"]):
        x["theta"] = x["mu"]
    x["reserve"] = draw.choice(0, x["n"], draw.rng.randint(0, x["n"]), min(x["n"], 4))
    return x


def gen_virtual_hold(draw):
    while True:
        x = gen_erlang_a(draw, 20_000, 1)
        if x["theta"] == "0":
            continue
        x["acceptance"] = draw.choice("0", "0.4", "1", "0.999", draw.text(draw.rng.random(), 3))
        lam, theta = parse(x["lam"]), parse(x["theta"])
        if lam / theta < 10 ** 7 and lam * parse(x["acceptance"]) < x["n"] * parse(x["mu"]) * Fraction(999999, 1000000):
            return x


GENERATORS = {
    "erlang_b": gen_erlang_b, "erlang_b_real_n": gen_erlang_b_real, "engset": gen_engset,
    "erlang_c": gen_erlang_c, "erlang_c_real_n": gen_erlang_c_real, "erlang_a": gen_erlang_a,
    "erlang_a_gamma_rate": gen_gamma, "erlang_x_redial": gen_redial, "mmnk": gen_mmnk,
    "required_agents_c": gen_required_c, "required_agents_a": gen_required_a,
    "chat_balanced": gen_chat_balanced, "chat_jsq_exact": gen_chat_jsq, "mg1_pk": gen_mg1, "md1_wait_cdf": gen_md1,
    "allen_cunneen": gen_allen, "priority_nonpreemptive_mmn": gen_priority_mmn,
    "priority_nonpreemptive_mg1": gen_priority_mg1, "mmn_sojourn_deadline": gen_sojourn,
    "mt_minf_offered_load": gen_minf, "mt_mnm_transient": gen_transient, "workload_erlangs": gen_workload,
    "shrinkage": gen_shrinkage, "blending": gen_blending, "virtual_hold": gen_virtual_hold,
}


def generate(seed, count, models):
    cases = []
    for model in models:
        draw = Draw(f"{seed} {model}")
        for index in range(max(3, round(count * SHARE.get(model, 1)))):
            cases.append({"id": f"{model}-{seed}-{index}", "model": model, "inputs": GENERATORS[model](draw)})
    return cases


# --------------------------------------------------------------------------- running and comparing

def run(calc, cases, limit=600):
    """Answers by id, seconds, and a problem of the run as a whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "cases.json"
        path.write_text(json.dumps({"cases": cases}))
        started = time.time()
        try:
            done = subprocess.run([*calc, str(path), "--json"], capture_output=True, text=True, timeout=limit)
        except subprocess.TimeoutExpired:
            return {}, limit, f"no end after {limit} s"
        took = time.time() - started
    try:
        answers = {item["id"]: item for item in json.loads(done.stdout)["cases"]}
    except (ValueError, KeyError, TypeError) as problem:
        return {}, took, f"exit {done.returncode}, {problem}: {(done.stdout + done.stderr)[-400:]}"
    problem = None if done.returncode >= 0 else f"died by signal {-done.returncode}"
    return answers, took, problem


def relative(found, expected):
    found, expected = mpfr(str(found)), mpfr(str(expected))
    if abs(expected) < mpfr("1e-300"):
        return 0.0 if abs(found) <= mpfr("1.0001e-300") else math.inf
    if not gmpy2.is_finite(found):
        return math.inf
    return float(abs(found - expected) / abs(expected))


def compare(cases, answers, report):
    worst = {}
    for case in cases:
        answer = answers.get(case["id"])
        expected = case["outputs"]
        if "oracle_problem" in expected:
            report.append((math.inf, case, "-", None, expected["oracle_problem"], "ORACLE"))
            continue
        if not answer:
            report.append((math.inf, case, "-", None, "no answer", "MISSING"))
            continue
        if answer.get("error"):
            report.append((math.inf, case, "-", None, answer["error"], "REFUSED"))
            continue
        bounds = None
        for name, value in expected.items():
            found = answer["outputs"].get(name)
            if found is None:
                report.append((math.inf, case, name, value, None, "ABSENT"))
                continue
            error = relative(found, value)
            slot = worst.setdefault((case["model"], name), [0, 0.0, 0.0, None, 0, 0])
            slot[0] += 1
            tolerance = TOLERANCE.get(case["model"], 1e-12)
            score = error / tolerance
            verdict = None
            if error > tolerance:
                if isinstance(value, int) or case["model"] in ("mt_mnm_transient", "chat_jsq_exact"):
                    bounds = bounds or ({}, {})
                elif bounds is None:
                    bounds = conditions(case)
                loose, strict = bounds[0].get(name, 0), bounds[1].get(name, 0)
                score = error / (tolerance + loose)
                if score > 1:
                    verdict = "WRONG"
                    slot[4] += 1
                elif error > tolerance + 1.5 * strict:
                    verdict = "strict"
                    slot[5] += 1
            if score > slot[2]:
                slot[1], slot[2], slot[3] = error, score, case
            if verdict:
                report.append((error, case, name, value, found, verdict,
                               bounds[0].get(name, 0) if bounds else 0, bounds[1].get(name, 0) if bounds else 0))
    return worst


# --------------------------------------------------------------------------- hostile inputs

SEED_CASES = {
    "erlang_b": {"n": 5, "a": "3"}, "erlang_b_real_n": {"n": "5.5", "a": "3"},
    "engset": {"sources": 10, "lam": "0.2", "mu": "1", "n": 3},
    "erlang_c": {"n": 14, "lam": "200/60", "mu": "1/3", "t": "20/60"},
    "erlang_c_real_n": {"n": "18.7", "lam": "200/60", "mu": "1/3", "t": "20/60"},
    "erlang_a": {"n": 50, "lam": "48", "mu": "1", "theta": "0.5", "t": "20/60"},
    "erlang_a_gamma_rate": {"n": 50, "lam_mean": "48", "lam_cv2": "0.01", "mu": "1", "theta": "0.5"},
    "erlang_x_redial": {"n": 50, "lam": "52", "mu": "1", "theta": "1", "redial_prob": "0.3"},
    "mmnk": {"n": 5, "K": 12, "lam": "8", "mu": "4", "t": "0.1"},
    "required_agents_c": {"lam": "12", "mu": "1/4", "t": "15/60", "service_level": "0.8"},
    "required_agents_a": {"lam": "48", "mu": "1", "theta": "0.5", "t": "20/60", "sl_offered": "0.8"},
    "chat_balanced": {"n": 5, "aht": ["6", "8", "11"], "lam": "1.5", "theta": "0.5", "t": "1"},
    "chat_jsq_exact": {"n": 3, "aht": ["5", "7", "10"], "lam": "0.9", "theta": "0.2"},
    "mg1_pk": {"lam": "0.8", "es": "1", "es2": "2"}, "md1_wait_cdf": {"lam": "0.5", "d": "1", "t": "2.5"},
    "allen_cunneen": {"lam": "48", "mu": "1", "n": 50, "ca2": "1", "cs2": "0.5"},
    "priority_nonpreemptive_mmn": {"n": 5, "lams": ["1.5", "2"], "mu": "1"},
    "priority_nonpreemptive_mg1": {"lams": ["1", "9"], "es": ["1/12", "1/12"], "es2": ["2/144", "2/144"]},
    "mmn_sojourn_deadline": {"n": 3, "lam": "1", "mu": "0.5", "deadline": "10"},
    "mt_minf_offered_load": {"lam": {"mean": "100", "amplitude": "20", "angular_frequency": "1"}, "mu": "1", "t": "1"},
    "mt_mnm_transient": {"n": 12, "lam": {"mean": "10", "amplitude": "4", "angular_frequency": "1"}, "mu": "1",
                         "theta": "0.5", "T": "8", "start": "empty"},
    "workload_erlangs": {"volume": "100", "aht_s": "300", "interval_s": "900"},
    "shrinkage": {"raw": 14, "shrinkage": "0.3"},
    "blending": {"lam": "20", "mu": "1", "theta": "0.5", "n": 28, "reserve": 4, "t": "1/3"},
    "virtual_hold": {"lam": "48", "mu": "1", "theta": "0.5", "n": 50, "acceptance": "0.4", "t": "1/3"},
}
MISSING = object()
ANYTHING = ["-1", "NaN", "inf", "-inf", "1e400", "abc", "", " ", "1/0", "0/0", "1//2", "*2", "2*", "0x1p3", "1e", "+-1",
            "1,5", "१२", "1_000", ["1"], {"a": "1"}, MISSING, None]
# Inputs that may be negative, or text.
MAY_BE_NEGATIVE = {("mt_minf_offered_load", "t"), ("mt_minf_offered_load", "amplitude"),
                   ("mt_mnm_transient", "amplitude")}
OPTIONAL = {"t", "theta_", "service_level", "sl_offered", "start"}
# Whole cases outside the domain: model, changes, words of which one must be in the message.
OUTSIDE = [
    ("erlang_b", {"n": "1e30"}, "n servers whole"), ("erlang_b", {"n": "2.5"}, "n whole"),
    ("erlang_b", {"n": "1e400"}, "n"), ("erlang_b_real_n", {"n": "-0.1"}, "n servers"),
    ("engset", {"mu": "0"}, "mu serviceRate"), ("engset", {"sources": "-3"}, "sources"),
    ("engset", {"sources": "2.5"}, "sources"), ("engset", {"n": "1e30"}, "n servers"),
    ("erlang_c", {"lam": "14/3"}, "load servers lam"), ("erlang_c", {"n": 0}, "load servers n"),
    ("erlang_c", {"mu": "0"}, "mu serviceRate"), ("erlang_c", {"n": "1e30"}, "n whole"),
    ("erlang_c", {"n": "14.5"}, "n whole"), ("erlang_c", {"n": -1}, "n agents"),
    ("erlang_c", {"lam": "1e300", "mu": "1e-300"}, "load lam mu servers"),
    ("erlang_c_real_n", {"n": "10"}, "load servers n"), ("erlang_c_real_n", {"mu": "0"}, "mu serviceRate"),
    ("erlang_a", {"mu": "0"}, "mu serviceRate"), ("erlang_a", {"theta": "0", "lam": "50"}, "load theta servers"),
    ("erlang_a", {"n": -1}, "n agents"), ("erlang_a", {"n": "1e300", "theta": "1e-300"}, "theta abandonment"),
    ("erlang_a", {"theta": "0", "n": 0}, "load theta servers"),
    ("erlang_a", {"lam": "1e300", "mu": "1e-300", "theta": "1e-300"}, "theta lam abandonment"),
    ("erlang_a_gamma_rate", {"lam_cv2": "1e9"}, "lam_cv2 variation"), ("erlang_a_gamma_rate", {"n": 0}, "n agents"),
    ("erlang_a_gamma_rate", {"theta": "0"}, "theta abandonment"), ("erlang_a_gamma_rate", {"mu": "0"}, "mu service"),
    ("erlang_a_gamma_rate", {"n": "1.5"}, "n"), ("erlang_a_gamma_rate", {"lam_mean": "0"}, "lam_mean arrivalRate"),
    ("erlang_x_redial", {"redial_prob": "1"}, "redial"), ("erlang_x_redial", {"redial_prob": "1.5"}, "redial"),
    ("erlang_x_redial", {"theta": "0"}, "theta abandonment"), ("erlang_x_redial", {"n": 0}, "n agents"),
    ("mmnk", {"K": 4}, "K places"), ("mmnk", {"K": "1e30"}, "K whole"), ("mmnk", {"K": 1_000_000_000}, "K places"),
    ("mmnk", {"n": 0}, "n agents"), ("mmnk", {"lam": "0"}, "lam arrival"), ("mmnk", {"mu": "0"}, "mu service"),
    ("mmnk", {"K": "12.5"}, "K"),
    ("required_agents_c", {"service_level": "1"}, "share service_level"),
    ("required_agents_c", {"service_level": "0"}, "share service_level"),
    ("required_agents_c", {"service_level": "1.2"}, "share service_level"),
    ("required_agents_c", {"max_occupancy": "0"}, "occupancy"), ("required_agents_c", {"mu": "0"}, "mu service"),
    ("required_agents_c", {"lam": "1e300"}, "load lam"), ("required_agents_c", {"max_asa": "0"}, "max_asa speed"),
    ("required_agents_c", {"service_level": None}, "goal service_level"),
    ("required_agents_a", {"sl_offered": "1"}, "share sl_offered"),
    ("required_agents_a", {"sl_offered": None}, "goal sl_offered"),
    ("required_agents_a", {"max_p_abandon": "1"}, "abandon"), ("required_agents_a", {"mu": "0"}, "mu service"),
    ("required_agents_a", {"lam": "1e300"}, "load lam"),
    ("required_agents_a", {"max_p_abandon": "0"}, "abandon"),
    ("chat_balanced", {"aht": []}, "aht handle"), ("chat_balanced", {"aht": ["0"]}, "aht handle"),
    ("chat_balanced", {"aht": ["1"] * 100_000, "n": 100_000}, "aht concurrency agents"),
    ("chat_balanced", {"theta": "0", "lam": "1e5"}, "load theta"), ("chat_balanced", {"n": "1e9"}, "n agents"),
    ("chat_balanced", {"aht": "5"}, "aht list"), ("chat_balanced", {"aht": ["5", "x"]}, "aht"),
    ("chat_balanced", {"aht": ["5", "NaN"]}, "aht"), ("chat_balanced", {"aht": ["5", "-1"]}, "aht handle"),
    ("chat_balanced", {"aht": [["5"]]}, "aht"), ("chat_balanced", {"n": -1}, "n agents"),
    ("chat_jsq_exact", {"aht": []}, "aht handle"), ("chat_jsq_exact", {"n": 1000}, "agents n states"),
    ("chat_jsq_exact", {"n": 100_000}, "agents n states"), ("chat_jsq_exact", {"aht": ["1"] * 60}, "agents states aht"),
    ("chat_jsq_exact", {"aht": ["1"] * 20_000, "n": 1}, "agents states aht"),
    ("chat_jsq_exact", {"n": 0}, "n agents"), ("chat_jsq_exact", {"theta": "0", "lam": "5"}, "load theta"),
    ("mg1_pk", {"lam": "1"}, "load lam"), ("mg1_pk", {"es": "0"}, "es handle"), ("mg1_pk", {"es2": "0.5"}, "es2 second"),
    ("mg1_pk", {"lam": "2"}, "load lam"),
    ("md1_wait_cdf", {"lam": "1"}, "load lam"), ("md1_wait_cdf", {"d": "0"}, "d handle"),
    ("allen_cunneen", {"lam": "50"}, "load"), ("allen_cunneen", {"ca2": "-0.5"}, "ca2 variation"),
    ("priority_nonpreemptive_mmn", {"lams": []}, "lams class"), ("priority_nonpreemptive_mmn", {"lams": "3"}, "lams"),
    ("priority_nonpreemptive_mmn", {"lams": ["3", "3"]}, "load lams"), ("priority_nonpreemptive_mmn", {"n": 0}, "n agents"),
    ("priority_nonpreemptive_mmn", {"mu": "0"}, "mu service"),
    ("priority_nonpreemptive_mg1", {"lams": []}, "lams class"), ("priority_nonpreemptive_mg1", {"es": ["1/12"]}, "es class"),
    ("priority_nonpreemptive_mg1", {"lams": ["1", "12"]}, "load lams"),
    ("priority_nonpreemptive_mg1", {"lams": [], "es": [], "es2": []}, "lams class"),
    ("priority_nonpreemptive_mg1", {"es2": ["0", "0"]}, "es2 second"),
    ("mmn_sojourn_deadline", {"lam": "1.5"}, "load"), ("mmn_sojourn_deadline", {"mu": "0"}, "mu service"),
    ("mt_minf_offered_load", {"mu": "0"}, "mu"), ("mt_minf_offered_load", {"lam": {"mean": "1"}}, "amplitude lam"),
    ("mt_minf_offered_load", {"lam": {"mean": "1", "amplitude": "2", "angular_frequency": "1"}}, "amplitude"),
    ("mt_minf_offered_load", {"lam": {}}, "lam mean"), ("mt_minf_offered_load", {"lam": ["1"]}, "lam"),
    ("mt_mnm_transient", {"start": "full"}, "start"), ("mt_mnm_transient", {"start": 3}, "start"),
    ("mt_mnm_transient", {"T": "1e12"}, "T events"), ("mt_mnm_transient", {"n": "1e8"}, "n"),
    ("mt_mnm_transient", {"lam": "1e300"}, "lam events"), ("mt_mnm_transient", {"mu": "0"}, "mu service"),
    ("mt_mnm_transient", {"theta": "1e300"}, "theta events"), ("mt_mnm_transient", {"n": 100_000, "T": "1e6"}, "T events"),
    ("workload_erlangs", {"interval_s": "0"}, "interval_s"),
    ("workload_erlangs", {"volume": "1e300", "aht_s": "1e300"}, "volume aht_s erlangs"),
    ("shrinkage", {"shrinkage": "1"}, "shrinkage"), ("shrinkage", {"shrinkage": "1.5"}, "shrinkage"),
    ("shrinkage", {"raw": "1e30"}, "raw people"), ("shrinkage", {"raw": "1e9", "shrinkage": "0.9999999999"}, "shrinkage raw"),
    ("blending", {"reserve": 29}, "reserve"), ("blending", {"reserve": -1}, "reserve"), ("blending", {"n": 0}, "n agents"),
    ("blending", {"theta": "0", "lam": "28"}, "load theta"), ("blending", {"mu": "0"}, "mu service"),
    ("virtual_hold", {"acceptance": "1.5"}, "acceptance"), ("virtual_hold", {"acceptance": "-0.5"}, "acceptance"),
    ("virtual_hold", {"theta": "0"}, "theta abandonment"), ("virtual_hold", {"lam": "200"}, "load"),
    ("virtual_hold", {"theta": "1e-9"}, "theta patience arrivals"), ("virtual_hold", {"n": 0}, "n agents"),
    ("virtual_hold", {"lam": "0"}, "lam arrival"),
    ("no_such_model", {"x": "1"}, "model"), ("", {}, "model"),
]
# In the domain but at its far ends: an answer without NaN, or an error that says why not.
FAR_ENDS = [
    ("erlang_b", {"n": True}), ("erlang_b", {"a": False}), ("erlang_b", {"a": 3}), ("erlang_b", {"a": 0.1}),
    ("erlang_b", {"a": [[["3"]]]}), ("chat_balanced", {"aht": [True]}), ("shrinkage", {"raw": True}),
    ("erlang_b", {"n": 1_000_000_000, "a": "1e9"}), ("erlang_b", {"n": 0, "a": "0"}), ("erlang_b", {"n": 5, "a": "1e308"}),
    ("erlang_b", {"n": 5, "a": "5e-324"}), ("erlang_b", {"n": 100_000, "a": "1e-300"}), ("erlang_b", {"n": 0, "a": "5"}),
    ("erlang_b_real_n", {"n": "1e-300", "a": "1e-300"}), ("erlang_b_real_n", {"n": "0.5", "a": "1e-9"}),
    ("erlang_b_real_n", {"n": "0.5", "a": "1e-100"}), ("erlang_b_real_n", {"n": "1e300", "a": "1"}),
    ("engset", {"sources": 1_000_000_000, "n": 100_000_000}), ("engset", {"sources": 0}), ("engset", {"n": 0}),
    ("engset", {"sources": 1_000_000_000, "n": 1_000_000_000}),
    ("erlang_c", {"lam": "0"}), ("erlang_c", {"t": "1e300"}), ("erlang_c", {"n": 1_000_000_000, "lam": "333000000"}),
    ("erlang_c", {"lam": "5e-324"}), ("erlang_c", {"lam": "1e-320", "mu": "1e-320"}),
    ("erlang_c_real_n", {"lam": "0"}), ("erlang_c_real_n", {"n": "1e-9", "lam": "1e-12", "mu": "1"}),
    ("erlang_a", {"n": 0}), ("erlang_a", {"lam": "0"}), ("erlang_a", {"lam": "0", "n": 0}), ("erlang_a", {"lam": "0", "n": 0, "theta": "0"}),
    ("erlang_a", {"theta": "1e300"}), ("erlang_a", {"theta": "1e-15"}), ("erlang_a", {"theta": "1e-15", "lam": "51"}),
    ("erlang_a", {"theta": "1e-15", "lam": "50"}), ("erlang_a", {"t": "1e300"}), ("erlang_a", {"lam": "1e15"}),
    ("erlang_a", {"lam": "1e300"}), ("erlang_a", {"n": "1e15"}), ("erlang_a", {"n": "1e300"}), ("erlang_a", {"lam": "5e-324"}),
    ("erlang_a", {"n": "1e-300"}), ("erlang_a", {"n": "1e-9"}), ("erlang_a", {"mu": "1e-300"}), ("erlang_a", {"mu": "1e300"}),
    ("erlang_a", {"lam": "1e17", "theta": "0.5"}), ("erlang_a", {"theta": "1e18", "lam": "1e9"}), ("erlang_a", {"t": "5e-324"}),
    ("erlang_a_gamma_rate", {"lam_cv2": "0"}), ("erlang_a_gamma_rate", {"lam_cv2": "1e-300"}), ("erlang_a_gamma_rate", {"lam_cv2": "100"}),
    ("erlang_a_gamma_rate", {"lam_cv2": "1e-16"}), ("erlang_a_gamma_rate", {"lam_mean": "1e-300"}), ("erlang_a_gamma_rate", {"lam_mean": "1e9"}),
    ("erlang_a_gamma_rate", {"theta": "1e-12"}), ("erlang_a_gamma_rate", {"theta": "1e12", "lam_cv2": "10"}),
    ("erlang_a_gamma_rate", {"n": 1_000_000_000}), ("erlang_a_gamma_rate", {"t": "1e300"}),
    ("erlang_x_redial", {"redial_prob": "0.9999999999999999"}), ("erlang_x_redial", {"lam": "0"}), ("erlang_x_redial", {"lam": "1e12", "redial_prob": "0.999999"}),
    ("erlang_x_redial", {"theta": "1e-12"}), ("erlang_x_redial", {"lam": "1e-300"}),
    ("mmnk", {"K": 5}), ("mmnk", {"K": 100_000}), ("mmnk", {"K": 10_000_000}), ("mmnk", {"lam": "1e300"}), ("mmnk", {"lam": "1e-300"}),
    ("mmnk", {"t": "1e300"}), ("mmnk", {"t": "1e300", "lam": "1e3", "K": 100_000}), ("mmnk", {"n": 1_000_000, "K": 2_000_000, "lam": "4e6"}),
    ("mmnk", {"K": 100_000, "lam": "1e5", "t": "4000"}), ("mmnk", {"K": 5_000_000, "t": "1e9"}), ("mmnk", {"K": 5_000_000, "t": "2e5", "lam": "20"}),
    ("required_agents_c", {"lam": "0"}), ("required_agents_c", {"t": "0"}), ("required_agents_c", {"lam": "1e8"}),
    ("required_agents_c", {"service_level": "0.999999999999"}), ("required_agents_c", {"max_occupancy": "1e-9"}), ("required_agents_c", {"lam": "1e-300"}),
    ("required_agents_c", {"max_occupancy": "1e-300"}), ("required_agents_c", {"max_asa": "1e-300"}), ("required_agents_c", {"t": "1e300"}),
    ("required_agents_a", {"lam": "0"}), ("required_agents_a", {"lam": "1e8"}), ("required_agents_a", {"theta": "0"}), ("required_agents_a", {"theta": "1e12"}),
    ("required_agents_a", {"sl_offered": "0.999999999999"}), ("required_agents_a", {"theta": "1e-12"}), ("required_agents_a", {"max_p_abandon": "1e-300"}),
    ("required_agents_a", {"t": "1e300"}), ("required_agents_a", {"lam": "1e-300"}),
    ("chat_balanced", {"n": 0}), ("chat_balanced", {"lam": "0"}), ("chat_balanced", {"n": 1_000_000}), ("chat_balanced", {"n": 30_000_000}),
    ("chat_balanced", {"lam": "1e-300"}), ("chat_balanced", {"lam": "1e300", "theta": "1e290"}), ("chat_balanced", {"aht": ["1e-300", "1e300"]}),
    ("chat_balanced", {"aht": ["1e-100", "1e100"], "lam": "1e50", "theta": "1e40"}), ("chat_balanced", {"aht": ["1"] * 100_000, "n": 10}),
    ("chat_jsq_exact", {"lam": "0"}), ("chat_jsq_exact", {"n": 20, "aht": ["5", "7", "10", "12"]}), ("chat_jsq_exact", {"n": 50, "aht": ["5", "7", "10"]}),
    ("chat_jsq_exact", {"n": 10_000, "aht": ["5", "7"]}), ("chat_jsq_exact", {"n": 1100, "aht": ["5", "7"]}), ("chat_jsq_exact", {"n": 20_000, "aht": ["5"]}),
    ("chat_jsq_exact", {"n": 30, "aht": ["5", "7", "9", "11", "13"]}), ("chat_jsq_exact", {"lam": "1e-300"}), ("chat_jsq_exact", {"lam": "1e9"}),
    ("chat_jsq_exact", {"n": 9, "aht": ["5", "7", "9", "11", "13", "15"]}), ("chat_jsq_exact", {"n": 2, "aht": ["5"] * 300}),
    ("mg1_pk", {"lam": "0"}), ("mg1_pk", {"es2": "1e300"}), ("mg1_pk", {"es": "1e-200", "es2": "1e-300"}), ("mg1_pk", {"es": "1e200", "es2": "1e308", "lam": "1e-300"}),
    ("md1_wait_cdf", {"lam": "0"}), ("md1_wait_cdf", {"t": "0"}), ("md1_wait_cdf", {"t": "1e5"}), ("md1_wait_cdf", {"t": "999999"}), ("md1_wait_cdf", {"t": "1e300"}),
    ("md1_wait_cdf", {"lam": "0.9999999", "t": "1e6"}), ("md1_wait_cdf", {"lam": "0.999999999", "t": "1e9"}), ("md1_wait_cdf", {"lam": "5e-324"}),
    ("allen_cunneen", {"lam": "0"}), ("allen_cunneen", {"ca2": "1e308", "cs2": "1e308"}),
    ("priority_nonpreemptive_mmn", {"lams": ["0", "0"]}), ("priority_nonpreemptive_mmn", {"lams": ["1e-5"] * 100_000}), ("priority_nonpreemptive_mmn", {"lams": ["1e-320", "2"]}),
    ("priority_nonpreemptive_mg1", {"lams": ["0", "0"]}), ("priority_nonpreemptive_mg1", {"lams": ["0", "11.999999999999"]}),
    ("mmn_sojourn_deadline", {"deadline": "0"}), ("mmn_sojourn_deadline", {"deadline": "1e300"}), ("mmn_sojourn_deadline", {"lam": "0"}), ("mmn_sojourn_deadline", {"deadline": "5e-324"}),
    ("mt_minf_offered_load", {"t": "1e300"}), ("mt_minf_offered_load", {"t": "-5"}), ("mt_minf_offered_load", {"mu": "1e-300"}), ("mt_minf_offered_load", {"lam": "5"}),
    ("mt_minf_offered_load", {"mu": "1e300"}), ("mt_minf_offered_load", {"mu": "1e-200", "lam": {"mean": "1", "amplitude": "1", "angular_frequency": "1e-200"}}),
    ("mt_mnm_transient", {"T": "0"}), ("mt_mnm_transient", {"n": 0}), ("mt_mnm_transient", {"lam": "0"}), ("mt_mnm_transient", {"theta": "0", "lam": "30"}),
    ("mt_mnm_transient", {"n": 1000, "lam": "1000", "T": "5"}), ("mt_mnm_transient", {"T": "1e-300"}), ("mt_mnm_transient", {"T": "100000"}),
    ("mt_mnm_transient", {"n": 100_000, "lam": "100000", "T": "10"}), ("mt_mnm_transient", {"lam": "1e6", "T": "9"}), ("mt_mnm_transient", {"theta": "1e5", "T": "9"}),
    ("mt_mnm_transient", {"lam": {"mean": "10", "amplitude": "4", "angular_frequency": "1e9"}}),
    ("workload_erlangs", {"volume": "0"}), ("shrinkage", {"raw": 0}), ("shrinkage", {"shrinkage": "0.999999"}),
    ("blending", {"lam": "0"}), ("blending", {"reserve": 0}), ("blending", {"n": 1_000_000, "reserve": 1_000_000, "lam": "1000000"}), ("blending", {"lam": "1e-300"}),
    ("blending", {"lam": "1e300", "theta": "1e290"}), ("blending", {"n": 1_000_000_000, "reserve": 1_000_000_000, "lam": "1e9"}),
    ("virtual_hold", {"acceptance": "0"}), ("virtual_hold", {"acceptance": "1"}), ("virtual_hold", {"acceptance": "1", "lam": "55"}), ("virtual_hold", {"theta": "1e-5"}),
    ("virtual_hold", {"theta": "1e9"}), ("virtual_hold", {"theta": "1e300"}), ("virtual_hold", {"lam": "1e-9"}), ("virtual_hold", {"lam": "124.9", "acceptance": "0.4"}),
    ("virtual_hold", {"t": "1e300"}), ("virtual_hold", {"lam": "1e6", "theta": "0.5", "acceptance": "0"}), ("virtual_hold", {"acceptance": "0.9999999999", "lam": "49"}),
]


def hostile_cases():
    """(case, words of which the error must have one, or None where an answer is fine too)."""
    result = []

    def add(model, inputs, words):
        result.append(({"id": f"h{len(result)}", "model": model, "inputs": inputs}, words))

    for model, good in SEED_CASES.items():
        for path, _ in leaves(good):
            for bad in ANYTHING:
                inputs = json.loads(json.dumps(good))
                holder, key = (inputs, path[0]) if len(path) == 1 else (inputs[path[0]], path[1])
                name = str(path[0] if len(path) == 1 or isinstance(path[1], int) else path[1])
                if bad is MISSING or bad is None:
                    if isinstance(holder, list) and bad is MISSING:
                        continue
                    if name in ("t",) and model not in ("md1_wait_cdf", "mt_minf_offered_load", "required_agents_c"):
                        continue
                    if name in ("service_level", "sl_offered"):
                        continue
                    if bad is MISSING:
                        del holder[key]
                    else:
                        holder[key] = None
                elif bad == "-1" and (model, name) in MAY_BE_NEGATIVE:
                    continue
                else:
                    holder[key] = bad
                if bad == "0x1p3" or bad == "1_000":
                    add(model, inputs, None)
                else:
                    add(model, inputs, [name])
    for model, change, words in OUTSIDE:
        add(model, {**SEED_CASES.get(model, {}), **change}, words.split())
    for model, change in FAR_ENDS:
        add(model, {**SEED_CASES[model], **change}, None)
    return result


def hostile(calc):
    cases = hostile_cases()
    print(f"{len(cases)} hostile cases")
    bad = 0

    def judge(case, words, answer, seconds):
        nonlocal bad
        shown = json.dumps(case["inputs"])
        shown = shown if len(shown) < 240 else shown[:240] + "…"
        line = f"{case['model']} {shown}"
        if answer is None:
            bad += 1
            print(f"NO ANSWER {line}")
            return
        error = answer.get("error")
        if error:
            if len(error) > 600:
                bad += 1
                print(f"LONG MESSAGE ({len(error)}) {line}")
            if words is not None:
                import re
                tokens = set(re.findall(r"[a-z0-9_]+", error.lower()))
                plain = error.lower()
                if not any(w.lower() in tokens or (len(w) > 3 and w.lower() in plain) for w in words):
                    bad += 1
                    print(f"UNNAMED {line}\n    {error[:300]} (none of {words})")
            return
        values = answer.get("outputs", {})
        odd = {k: v for k, v in values.items() if "nan" in str(v).lower() or "inf" in str(v).lower()}
        if odd:
            print(f"NOT FINITE {line}\n    {odd}")
        for name, value in values.items():
            if (name.startswith(("p_", "sl_", "B", "service_level", "occupancy", "agent_busy", "time_", "call_"))
                    and not -1e-15 <= float(value) <= 1 + 1e-15):
                bad += 1
                print(f"OUT OF RANGE {line}\n    {name} = {value}")
        if words is not None:
            bad += 1
            print(f"ACCEPTED {line}\n    {values}")

    fast = [(c, w) for c, w in cases if w is not None and len(str(c)) < 10_000]
    answers, took, problem = run(calc, [c for c, _ in fast], 120)
    print(f"{len(fast)} in one batch: {took:.2f} s {problem or ''}")
    if problem and not answers:
        for case, words in fast:
            one, took, trouble = run(calc, [case], 20)
            if trouble:
                bad += 1
                print(f"RUN FAILED {case['model']} {json.dumps(case['inputs'])[:240]}: {trouble[:300]}")
            else:
                judge(case, words, one.get(case["id"]), took)
    else:
        for case, words in fast:
            judge(case, words, answers.get(case["id"]), took)
    for case, words in cases:
        if words is None or len(str(case)) >= 10_000:
            one, took, trouble = run(calc, [case], 30)
            if trouble:
                bad += 1
                print(f"RUN FAILED {case['model']} {json.dumps(case['inputs'])[:240]}: {trouble[:300]}")
                continue
            if took > 0.5:
                print(f"SLOW {took:.2f} s {case['model']} {json.dumps(case['inputs'])[:240]}")
            judge(case, words, one.get(case["id"]), took)
    print(f"{bad} to look at")
    return 1 if bad else 0


def work(case):
    return solve_texts(case)


def fill(cases, jobs):
    started = time.time()
    with multiprocessing.Pool(jobs) as pool:
        for case, (outputs, took) in zip(cases, pool.imap(work, cases, chunksize=4)):
            case["outputs"] = outputs
            case["oracle_seconds"] = round(took, 3)
    return time.time() - started


def show(report, limit):
    order = {"ORACLE": 0, "MISSING": 1, "REFUSED": 2, "ABSENT": 3, "WRONG": 4, "strict": 5}
    counts = {}
    for entry in sorted(report, key=lambda e: (order[e[5]], e[1]["model"], e[2], -e[0])):
        key = (entry[5], entry[1]["model"], entry[2])
        counts[key] = counts.get(key, 0) + 1
        if counts[key] > limit:
            continue
        extra = f" one ulp moves it {entry[6]:.1e}, these doubles {entry[7]:.1e}" if len(entry) > 6 else ""
        print(f"{entry[5]} {entry[1]['model']}.{entry[2]} error {entry[0]:.2e}{extra}\n"
              f"    {json.dumps(entry[1]['inputs'])}\n    expected {entry[3]} found {entry[4]}")
    for key, count in sorted(counts.items()):
        if count > limit:
            print(f"{key}: {count} in all, {limit} shown")


def check_reference(path):
    data = json.loads(pathlib.Path(path).read_text())
    bad = 0
    for case in data["cases"]:
        outputs, took = solve_texts(case)
        tolerance = 1e-7 if case["model"] in ("mt_mnm_transient", "chat_jsq_exact") else 1e-17 if "gamma" in case["model"] else 1e-25
        if "float64" in case.get("tags", []):
            tolerance = 1e-9
        for name, value in case["outputs"].items():
            error = relative(outputs[name], value) if name in outputs else math.inf
            if error > tolerance:
                bad += 1
                print(f"{case['id']}.{name}: {outputs.get(name)} expected {value}, error {error:.1e} {outputs.get('oracle_problem', '')}")
        if took > 2:
            print(f"{case['id']}: {took:.1f} s")
    print(f"{len(data['cases'])} cases, {bad} outputs disagree")
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20, help="cases of each model; fewer of the costly ones")
    parser.add_argument("--models", help="only these, separated by commas")
    parser.add_argument("--calc", help="the binary, or its command up to the file: 'caseload calc'")
    parser.add_argument("--cases", help="take cases with answers from this file")
    parser.add_argument("--write", help="write the cases with their answers here")
    parser.add_argument("--reference", help="check the oracle itself against this file")
    parser.add_argument("--hostile", action="store_true", help="inputs that need an error")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--limit", type=int, default=3, help="disagreements shown of each kind")
    parser.add_argument("--slow", type=float, default=0.05, help="cases that take longer than this are named")
    options = parser.parse_args()
    if options.reference:
        return 1 if check_reference(options.reference) else 0
    calc = (options.calc or "").split()
    if len(calc) == 1:
        calc.append("calc")
    if options.hostile:
        return hostile(calc)
    models = options.models.split(",") if options.models else sorted(MODELS)
    if options.cases:
        cases = [c for c in json.loads(pathlib.Path(options.cases).read_text())["cases"]
                 if not options.models or c["model"] in models]
    else:
        cases = generate(options.seed, options.count, models)
        took = fill(cases, options.jobs)
        print(f"{len(cases)} cases worked out in {took:.0f} s", file=sys.stderr)
    if options.write:
        pathlib.Path(options.write).write_text(json.dumps({"cases": cases}, indent=1))
    if not calc:
        return 0
    report, worst = [], {}
    print("seconds by model:")
    for model in models:
        mine = [{key: case[key] for key in ("id", "model", "inputs")} for case in cases if case["model"] == model]
        if not mine:
            continue
        answers, took, problem = run(calc, mine)
        print(f"  {model:28} {len(mine):5} cases {took:8.3f} s {problem or ''}", flush=True)
        if took > options.slow and took > 0.002 * len(mine):
            slow = []
            for case in mine:
                alone = run(calc, [case], 120)
                if alone[1] > options.slow:
                    slow.append((alone[1], case["inputs"], alone[2] or ""))
            slow.sort(key=lambda s: -s[0])
            for seconds, inputs, trouble in slow[:options.limit]:
                print(f"    {seconds:.3f} s {json.dumps(inputs)} {trouble}")
            if len(slow) > options.limit:
                print(f"    {len(slow)} in all over {options.slow} s")
        worst.update(compare([c for c in cases if c["model"] == model], answers, report))
    print("\nmodel.output: cases, largest error by its allowance, that error, wrong, strict")
    for (model, name), slot in sorted(worst.items()):
        print(f"  {model}.{name:24} {slot[0]:5} {slot[2]:9.3g} {slot[1]:9.2e} {slot[4]:4} {slot[5]:4}")
    print()
    show(report, options.limit)
    return 1 if any(entry[5] != "strict" for entry in report) else 0


if __name__ == "__main__":
    sys.exit(main())
