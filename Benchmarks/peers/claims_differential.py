"""Random SQL over random claims, answered by `caseload claims query` and by DuckDB; the answers must agree.

    python3 Benchmarks/peers/claims_differential.py CASELOAD QUERIES SEED TABLES
    python3 Benchmarks/peers/claims_differential.py CASELOAD QUERIES SEED TABLES --record Tests/ClaimsStoreTests/Fixtures

Makes TABLES small tables from SEED on: empty ones, nulls, the least and greatest integers, duplicates, text
beyond ASCII, an extra column of every type. Each is imported with the binary and loaded into DuckDB (2.0.1)
with the same types. Then QUERIES random queries run in both, DuckDB with its optimiser off, since it may
leave out work that overflows. Equal answers (doubles to ten digits) or two errors agree; a result whose rows
have no total order is compared as a bag. Where only DuckDB has an error, it is asked again with its optimiser
on: it, too, then leaves out columns that nothing reads. A disagreement is printed with its seed and shortened: clauses and
expressions are left out as long as the two still disagree.

DuckDB computes neither the right side of NULL * (a + b) nor the branch that it can do without, so that an
overflow or a division by zero there goes unnoticed; caseload computes all and says so. Queries in which only
caseload meets such an error are counted by themselves ("only here") and printed with --verbose.

With --record the tables and the queries with DuckDB's answers become the fixtures of ClaimsQueryTests, so
that the tests need neither Python nor DuckDB. Exit code 1 when anything disagrees.
"""
import argparse
import datetime
import decimal
import json
import math
import pathlib
import random
import select
import subprocess
import sys
import tempfile
import zlib

import duckdb

KNOWN = [
    ("claim_id", "BIGINT"), ("ts", "TIMESTAMP"), ("member_id", "INTEGER"), ("ndc", "VARCHAR"),
    ("drug_class", "VARCHAR"), ("days_supply", "INTEGER"), ("quantity", "INTEGER"),
    ("ingredient_cost", "INTEGER"), ("dispensing_fee", "INTEGER"), ("copay", "INTEGER"),
    ("plan_paid", "INTEGER"), ("channel", "VARCHAR"), ("payer_id", "INTEGER"), ("plan_id", "INTEGER"),
    ("client_id", "INTEGER"), ("fill_number", "INTEGER"), ("status", "VARCHAR"),
    ("reject_code", "VARCHAR"), ("pa_flag", "BOOLEAN"), ("state", "VARCHAR"), ("pharmacy_id", "INTEGER"),
]
# Extra columns whose types the import finds by itself; values are chosen so that it finds exactly these.
EXTRA = [("price", "DECIMAL(18,2)"), ("day", "DATE"), ("big", "BIGINT"), ("seen", "TIMESTAMP"),
         ("note", "VARCHAR"), ("small", "INTEGER")]
INT32, INT64 = 2**31, 2**63
NULLS = {"int": "INTEGER", "big": "BIGINT", "dec": "DECIMAL(18,2)", "dbl": "DOUBLE", "text": "VARCHAR",
         "bool": "BOOLEAN", "date": "DATE", "ts": "TIMESTAMP"}


class Table:
    """The rows of one random table, as texts of CSV; None for a blank."""

    def __init__(self, seed, most=3000):
        self.seed = seed
        r = random.Random(seed)
        self.rows = min(most, r.choice([0, 1, 2, 7, 40, 40, 200, 200, 1000, 1000, 3000]))
        self.columns = KNOWN + EXTRA
        nulls = r.choice([0.0, 0.1, 0.4])
        extreme = r.choice([0.0, 0.0, 0.03])
        texts = ["GLP1", "PPI", "SSRI", "zürich", "naïve", "日本", "a b", "a,b", 'q"q', "x%y", "Ähre", "_"]
        members = r.choice([3, 20, 500])
        self.data = []
        wide = r.random() < 0.3
        for index in range(self.rows):
            row = []
            for name, kind in self.columns:
                if index > 1 and r.random() < nulls and name not in ("ts", "member_id"):
                    row.append(None)
                    continue
                row.append(self.value(r, name, kind, index, extreme, texts, members, wide))
            self.data.append(row)
        if self.rows > 3 and r.random() < 0.5:
            for _ in range(self.rows // 5):
                self.data[r.randrange(2, self.rows)] = list(self.data[r.randrange(2, self.rows)])

    def value(self, r, name, kind, index, extreme, texts, members, wide):
        if name == "big" and index == 0:
            return str(2**40)
        if name == "price" and index < 2:
            return ["1.25", "-0.05"][index]
        if name == "note":
            return r.choice(texts) if index else "zürich"
        if name == "member_id":
            return str(r.choice([-INT32, INT32 - 1])) if r.random() < extreme else str(r.randrange(1, members + 1))
        if kind == "INTEGER":
            if r.random() < extreme:
                return str(r.choice([-INT32, INT32 - 1, -INT32 + 1, 0]))
            if name in ("client_id", "plan_id", "payer_id", "fill_number", "small"):
                return str(r.randrange(-1 if name == "small" else 0, 6))
            if name == "days_supply":
                return str(r.choice([7, 30, 60, 90]))
            return str(r.randrange(-500, 5000) if not wide else r.randrange(-10**9, 10**9))
        if kind == "BIGINT":
            if r.random() < extreme:
                return str(r.choice([-INT64, INT64 - 1, 0, INT32, -INT32 - 1]))
            return str(r.choice([index, r.randrange(-5, 50), r.randrange(-10**6, 10**6) * 1000]))
        if kind == "TIMESTAMP":
            base = datetime.datetime(2023, 12, 20)
            span = r.choice([3, 60, 500])
            moment = base + datetime.timedelta(seconds=r.randrange(span * 86400))
            if r.random() < 0.2:
                moment = moment.replace(hour=0, minute=0, second=0)
            if r.random() < extreme:
                moment = r.choice([datetime.datetime(1969, 12, 31, 23, 59, 59), datetime.datetime(1900, 3, 1),
                                   datetime.datetime(2200, 2, 28, 12)])
            return moment.strftime("%Y-%m-%d %H:%M:%S")
        if kind == "DATE":
            day = datetime.date(2024, 1, 1) + datetime.timedelta(days=r.randrange(-40, 400))
            if r.random() < extreme:
                day = r.choice([datetime.date(1900, 2, 28), datetime.date(1970, 1, 1), datetime.date(2099, 12, 31)])
            return day.isoformat()
        if kind.startswith("DECIMAL"):
            return "%.2f" % (r.randrange(-10**5, 10**5) / 100) if r.random() >= extreme else "9999999999999999.99"
        if kind == "BOOLEAN":
            return r.choice(["true", "false"])
        if name == "status":
            return r.choice(["paid", "paid", "rejected", "reversed"])
        if name == "channel":
            return r.choice(["retail", "mail", "specialty"])
        if name == "reject_code":
            return r.choice(["75", "79", "07", "R6"])
        if name == "ndc":
            return r.choice(["00071015523", "00002143380", "5", "zürich"])
        if name == "state":
            return r.choice(["TX", "CA", "NY", "tx"])
        return r.choice(texts)

    def csv(self):
        def field(value):
            if value is None:
                return ""
            return '"' + value.replace('"', '""') + '"' if any(c in value for c in ',"\n') else value
        lines = [",".join(name for name, _ in self.columns)]
        return "\n".join(lines + [",".join(map(field, row)) for row in self.data]) + "\n"

    def types(self):
        """The types that the import finds; an empty extra column stays text."""
        found = {}
        for place, (name, kind) in enumerate(self.columns):
            values = [row[place] for row in self.data if row[place] is not None]
            if (name, kind) in EXTRA:
                if not values:
                    kind = "VARCHAR"
                elif name == "small" and any(not -INT32 <= int(v) < INT32 for v in values):
                    kind = "BIGINT"
            found[name] = kind
        return found


CLIENTS = "client_id,name,tier,fee\n" + "".join(
    "%d,%s,%s,%s\n" % row for row in [(0, "Acme", "gold", "1.50"), (1, "Zürich AG", "silver", "0.25"),
                                      (2, "Beta", "gold", "12.00"), (3, "Gamma", "", "3.10"),
                                      (7, "None", "bronze", "0.00")])
PHARMACIES = "pharmacy_id,region,opened,open24\n" + "".join(
    "%d,%s,%s,%s\n" % (n, ["north", "south", "Süd"][n % 3], "20%02d-0%d-1%d" % (n % 20, n % 9 + 1, n % 9),
                       ["true", "false"][n % 2]) for n in range(0, 60))
DIMENSIONS = {
    "clients": (CLIENTS, [("client_id", "INTEGER"), ("name", "VARCHAR"), ("tier", "VARCHAR"), ("fee", "DECIMAL(18,2)")]),
    "pharmacies": (PHARMACIES, [("pharmacy_id", "INTEGER"), ("region", "VARCHAR"), ("opened", "DATE"),
                                ("open24", "BOOLEAN")]),
}


# ---- Queries as trees: a node is a tuple (template, children, kind); the template has {} for each child. ----

class Node:
    def __init__(self, template, children=(), kind="any"):
        self.template, self.children, self.kind = template, list(children), kind

    def __str__(self):
        return self.template.format(*self.children)

    def smaller(self):
        """Simpler expressions of the same kind."""
        for child in self.children:
            if isinstance(child, Node) and child.kind == self.kind:
                yield child
        for place, child in enumerate(self.children):
            if isinstance(child, Node):
                for other in child.smaller():
                    yield Node(self.template, self.children[:place] + [other] + self.children[place + 1:], self.kind)


class Maker:
    """Makes random expressions over columns with kinds: int, big, dec, dbl, text, bool, date, ts."""

    def __init__(self, r, columns):
        self.r, self.columns = r, columns

    def column(self, kind):
        names = [name for name, k in self.columns if k == kind]
        return Node(self.r.choice(names), kind=kind) if names else None

    def make(self, kind, depth):
        r = self.r
        if depth <= 0 or r.random() < 0.25:
            if r.random() < 0.75:
                found = self.column(kind)
                if found:
                    return found
            return self.literal(kind)
        return getattr(self, "make_" + kind)(depth - 1)

    def literal(self, kind):
        r = self.r
        if r.random() < 0.05:
            # A bare NULL has no type, on which the two would not agree everywhere.
            return Node("CAST(NULL AS %s)" % NULLS[kind], kind=kind)
        return Node({
            "int": lambda: r.choice(["0", "1", "2", "7", "30", "-1", "-5", "100", "2147483647", "-2147483647"]),
            "big": lambda: r.choice(["3000000000", "-3000000000", "CAST(5 AS BIGINT)", "9223372036854775807"]),
            "dec": lambda: r.choice(["1.5", "0.25", "-12.345", "100.00", "0.1", "3.00"]),
            "dbl": lambda: r.choice(["1e0", "2.5e0", "-1e2", "1e-3", "CAST(7 AS DOUBLE)"]),
            "text": lambda: r.choice(["'paid'", "'GLP1'", "'zürich'", "''", "'TX'", "'75'", "'mail'", "'a b'", "'5'"]),
            "bool": lambda: r.choice(["TRUE", "FALSE"]),
            "date": lambda: r.choice(["DATE '2024-02-29'", "DATE '2024-01-01'", "DATE '2023-12-31'"]),
            "ts": lambda: r.choice(["TIMESTAMP '2024-03-10 02:30:00'", "TIMESTAMP '2024-01-01'",
                                    "TIMESTAMP '2023-12-31 23:59:59'"]),
        }[kind](), kind=kind)

    def number(self, depth):
        return self.make(self.r.choice(["int", "int", "int", "big", "dec", "dbl"]), depth)

    def any(self, depth):
        return self.make(self.r.choice(["int", "int", "big", "dec", "dbl", "text", "bool", "date", "ts"]), depth)

    def generic(self, kind, depth):
        r, m = self.r, self.make
        return r.choice([
            lambda: Node("CASE WHEN {} THEN {} ELSE {} END", [m("bool", depth), m(kind, depth), m(kind, depth)], kind),
            lambda: Node("CASE WHEN {} THEN {} WHEN {} THEN {} END",
                         [m("bool", depth), m(kind, depth), m("bool", depth), m(kind, depth)], kind),
            lambda: Node("COALESCE({}, {})", [m(kind, depth), m(kind, depth)], kind),
            lambda: Node("COALESCE(NULL, {})", [m(kind, depth)], kind),
            lambda: Node("CASE WHEN {} THEN NULL ELSE {} END", [m("bool", depth), m(kind, depth)], kind),
            lambda: Node("NULLIF({}, {})", [m(kind, depth), m(kind, depth)], kind),
            lambda: Node(r.choice(["GREATEST({}, {})", "LEAST({}, {})"]), [m(kind, depth), m(kind, depth)], kind),
        ])()

    def make_int(self, depth):
        r, m = self.r, self.make
        roll = r.random()
        if roll < 0.45:
            return Node("({} " + r.choice("+-*") + " {})", [m("int", depth), m("int", depth)], "int")
        if roll < 0.55:
            return Node("({} " + r.choice(["//", "%"]) + " {})", [m("int", depth), m("int", depth)], "int")
        if roll < 0.65:
            return Node("abs({})", [m("int", depth)], "int")
        if roll < 0.70:
            return Node("(- {})", [m("int", depth)], "int")
        if roll < 0.78:
            return Node("CAST({} AS INTEGER)", [m(r.choice(["big", "dec", "dbl", "bool"]), depth)], "int")
        return self.generic("int", depth)

    def make_big(self, depth):
        r, m = self.r, self.make
        roll = r.random()
        if roll < 0.3:
            return Node("({} " + r.choice(["+", "-", "*", "//", "%"]) + " {})",
                        [m("big", depth), m(r.choice(["int", "big"]), depth)], "big")
        if roll < 0.6:
            part = r.choice(["year", "quarter", "month", "day", "hour", "minute", "second", "isodow", "dayofweek",
                             "dayofyear"])
            kind = r.choice(["ts", "ts", "date"])
            form = r.choice(["{p}({})", "{p}({})", "EXTRACT({p} FROM {})", "date_part('{p}', {})"])
            if part in ("dayofweek", "dayofyear"):
                form = "{p}({})"
            return Node(form.replace("{p}", part), [m(kind, depth)], "big")
        if roll < 0.75:
            part = r.choice(["year", "quarter", "month", "week", "day", "hour", "minute", "second"])
            kind = r.choice(["ts", "date"])
            return Node("date_diff('%s', {}, {})" % part, [m(kind, depth), m(r.choice(["ts", kind]), depth)], "big")
        if roll < 0.8:
            return Node("CAST(epoch({}) AS BIGINT)", [m("ts", depth)], "big")
        if roll < 0.85:
            return Node("({} - {})", [m("date", depth), m("date", depth)], "big")
        if roll < 0.9:
            return Node("CAST({} AS BIGINT)", [m(r.choice(["int", "dec", "dbl", "bool"]), depth)], "big")
        if roll < 0.93:
            return Node("length({})", [m("text", depth)], "big")
        return self.generic("big", depth)

    def make_dec(self, depth):
        r, m = self.r, self.make
        roll = r.random()
        if roll < 0.55:
            return Node("({} " + r.choice("+-*%") + " {})", [m("dec", depth), m(r.choice(["dec", "int"]), depth)], "dec")
        if roll < 0.65:
            return Node(r.choice(["abs({})", "(- {})"]), [m("dec", depth)], "dec")
        if roll < 0.75:
            return Node("CAST({} AS DECIMAL(" + r.choice(["18,2", "12,4", "5,1", "30,3"]) + "))",
                        [m(r.choice(["int", "big", "dec", "dbl"]), depth)], "dec")
        if roll < 0.85:
            return Node(r.choice(["round({}, 1)", "round({})", "floor({})", "ceil({})"]), [m("dec", depth)], "dec")
        return self.generic("dec", depth)

    def make_dbl(self, depth):
        r, m = self.r, self.make
        roll = r.random()
        if roll < 0.4:
            return Node("({} / {})", [self.number(depth), self.number(depth)], "dbl")
        if roll < 0.65:
            return Node("({} " + r.choice("+-*") + " {})", [m("dbl", depth), self.number(depth)], "dbl")
        if roll < 0.75:
            return Node("CAST({} AS DOUBLE)", [m(r.choice(["int", "big", "dec"]), depth)], "dbl")
        if roll < 0.8:
            return Node("epoch({})", [m(r.choice(["ts", "date"]), depth)], "dbl")
        if roll < 0.9:
            return Node(r.choice(["abs({})", "round({}, 2)", "round({})", "floor({})", "ceil({})"]),
                        [m("dbl", depth)], "dbl")
        return self.generic("dbl", depth)

    def make_text(self, depth):
        r, m = self.r, self.make
        roll = r.random()
        if roll < 0.3:
            return Node("({} || {})", [m("text", depth), m(r.choice(["text", "int", "date", "bool"]), depth)], "text")
        if roll < 0.45:
            return Node("CAST({} AS VARCHAR)", [self.any(depth)], "text")
        if roll < 0.6:
            return Node(r.choice(["lower({})", "upper({})", "substr({}, 2, 3)", "left({}, 2)", "substring({}, 3)"]),
                        [m("text", depth)], "text")
        if roll < 0.7:
            return Node("strftime({}, '%s')" % r.choice(["%Y-%m", "%d/%m/%y", "%H:%M:%S", "%j %a %b", "%A %B"]),
                        [m(r.choice(["ts", "date"]), depth)], "text")
        return self.generic("text", depth)

    def make_bool(self, depth):
        r, m = self.r, self.make
        roll = r.random()
        compare = ["=", "<>", "<", "<=", ">", ">=", "!=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"]
        if roll < 0.3:
            kind = r.choice(["int", "int", "big", "dec", "dbl", "text", "date", "ts", "bool"])
            other = r.choice(["int", "big", "dec", "dbl"]) if kind in ("int", "big", "dec", "dbl") else kind
            return Node("({} " + r.choice(compare) + " {})", [m(kind, depth), m(other, depth)], "bool")
        if roll < 0.5:
            return Node("({} " + r.choice(["AND", "OR"]) + " {})", [m("bool", depth), m("bool", depth)], "bool")
        if roll < 0.57:
            return Node("(NOT {})", [m("bool", depth)], "bool")
        if roll < 0.67:
            kind = r.choice(["int", "text", "date", "dec", "ts"])
            items = [self.literal(kind) for _ in range(r.randrange(1, 4))]
            return Node("({} " + r.choice(["IN", "NOT IN"]) + " (" + ", ".join("{}" for _ in items) + "))",
                        [m(kind, depth)] + items, "bool")
        if roll < 0.76:
            kind = r.choice(["int", "big", "dec", "date", "ts", "text"])
            return Node("({} " + r.choice(["BETWEEN", "NOT BETWEEN"]) + " {} AND {})",
                        [m(kind, depth), m(kind, 0), m(kind, 0)], "bool")
        if roll < 0.84:
            pattern = r.choice(["'%a%'", "'_%'", "'z_rich'", "'P%'", "'%'", "'%5'", "''", "'_'", "'%ü%'"])
            return Node("({} " + r.choice(["LIKE", "NOT LIKE", "ILIKE"]) + " " + pattern + ")",
                        [m("text", depth)], "bool")
        if roll < 0.92:
            return Node("({} " + r.choice(["IS NULL", "IS NOT NULL"]) + ")", [self.any(depth)], "bool")
        if roll < 0.94:
            return Node("({} " + r.choice(["IS TRUE", "IS NOT FALSE"]) + ")", [m("bool", depth)], "bool")
        return self.generic("bool", depth)

    def make_date(self, depth):
        r, m = self.r, self.make
        roll = r.random()
        if roll < 0.4:
            return Node("CAST({} AS DATE)", [m("ts", depth)], "date")
        if roll < 0.6:
            return Node("({} " + r.choice("+-") + " {})", [m("date", depth), Node(r.choice(["0", "1", "30", "400"]), kind="int")], "date")
        return self.generic("date", depth)

    def make_ts(self, depth):
        r, m = self.r, self.make
        if r.random() < 0.6:
            part = r.choice(["year", "quarter", "month", "week", "day", "hour", "minute", "second"])
            return Node("date_trunc('%s', {})" % part, [m("ts", depth)], "ts")
        return self.generic("ts", depth)

    def aggregate(self, depth):
        """An aggregate and the kind of its result."""
        r, m = self.r, self.make
        roll = r.random()
        if roll < 0.15:
            node, kind = Node("count(*)", kind="agg"), "big"
        elif roll < 0.25:
            node, kind = Node("count({})", [self.any(depth)], "agg"), "big"
        elif roll < 0.37:
            node, kind = Node("count(DISTINCT {})", [self.any(depth)], "agg"), "big"
        elif roll < 0.55:
            inner = self.make(r.choice(["int", "int", "big", "dec"]), depth)
            node, kind = Node(r.choice(["sum({})", "sum({})", "sum({})", "sum(DISTINCT {})"]), [inner], "agg"), "huge"
        elif roll < 0.63:
            node, kind = Node("avg({})", [self.number(depth)], "agg"), "dbl"
        elif roll < 0.8:
            inner = self.any(depth)
            node, kind = Node(r.choice(["min({})", "max({})"]), [inner], "agg"), inner.kind
        elif roll < 0.84:
            node, kind = Node("stddev({})", [self.make(r.choice(["int", "dec"]), 0)], "agg"), "dbl"
        elif roll < 0.92:
            inner = self.any(depth)
            q = r.choice(["0", "0.25", "0.5", "0.9", "0.99", "1"])
            node, kind = Node("quantile_disc({}, %s)" % q, [inner], "agg"), inner.kind
        else:
            inner = self.make(r.choice(["int", "big", "dec", "dbl"]), depth)
            q = r.choice(["quantile_cont({}, 0.25)", "quantile_cont({}, 0.9)", "median({})"])
            node, kind = Node(q, [inner], "agg"), "dbl"
        if r.random() < 0.2:
            node = Node("{} FILTER (WHERE {})", [node, m("bool", depth)], "agg")
        return node, kind


KINDS = {"INTEGER": "int", "BIGINT": "big", "DATE": "date", "TIMESTAMP": "ts", "VARCHAR": "text", "BOOLEAN": "bool"}


def kind_of(sql_type):
    return "dec" if sql_type.startswith("DECIMAL") else KINDS[sql_type]


class Query:
    """A SELECT in parts, each of which can be left out or made simpler."""

    def __init__(self):
        self.with_part = self.source = self.where = self.having = None
        self.items, self.groups, self.order, self.window = [], [], [], None
        self.distinct, self.limit, self.offset, self.is_total = False, None, None, False

    def copy(self):
        other = Query()
        other.__dict__.update({k: list(v) if isinstance(v, list) else v for k, v in self.__dict__.items()})
        return other

    def __str__(self):
        text = "WITH %s AS (%s) " % self.with_part if self.with_part else ""
        text += "SELECT " + ("DISTINCT " if self.distinct else "")
        text += ", ".join("%s AS %s" % (e, a) if a else str(e) for e, a in self.items)
        if self.source:
            text += " FROM "
            text += "(%s) AS s" % self.source if isinstance(self.source, Query) else self.source
        if self.where:
            text += " WHERE %s" % self.where
        if self.groups:
            text += " GROUP BY " + ", ".join(map(str, self.groups))
        if self.having:
            text += " HAVING %s" % self.having
        if self.window:
            text += " WINDOW w AS (%s)" % self.window
        if self.order:
            text += " ORDER BY " + ", ".join("%s%s" % (e, d) for e, d in self.order)
        if self.limit is not None:
            text += " LIMIT %d" % self.limit
        if self.offset is not None:
            text += " OFFSET %d" % self.offset
        return text

    def smaller(self):
        for name, empty in [("where", None), ("having", None), ("limit", None), ("offset", None), ("order", []),
                            ("distinct", False)]:
            if getattr(self, name) not in (None, [], False):
                other = self.copy()
                setattr(other, name, empty)
                other.is_total = False
                yield other
        for place in range(len(self.items)):
            positional = any(str(g).isdigit() for g in self.groups) or any(str(e).isdigit() for e, _ in self.order)
            if len(self.items) > 1 and not positional:
                other = self.copy()
                del other.items[place]
                yield other
            expression, alias = self.items[place]
            if isinstance(expression, Node):
                for node in expression.smaller():
                    other = self.copy()
                    other.items[place] = (node, alias)
                    yield other
        for name in ("where", "having"):
            node = getattr(self, name)
            if isinstance(node, Node):
                for simpler in node.smaller():
                    other = self.copy()
                    setattr(other, name, simpler)
                    yield other
        if isinstance(self.source, Query):
            for inner in self.source.smaller():
                other = self.copy()
                other.source = inner
                yield other


def make_query(r, types, has_rows):
    columns = [(name, kind_of(kind)) for name, kind in types.items()]
    q = Query()
    q.source = "claims"
    roll = r.random()
    if roll < 0.12:
        table = r.choice(list(DIMENSIONS))
        key = {"clients": "client_id", "pharmacies": "pharmacy_id"}[table]
        join = r.choice(["JOIN", "LEFT JOIN"])
        extra = [(name, kind_of(kind)) for name, kind in DIMENSIONS[table][1] if name != key]
        if r.random() < 0.5:
            q.source = "claims %s %s USING (%s)" % (join, table, key)
            columns = columns + extra
        else:
            q.source = "claims AS c %s %s AS d ON c.%s = d.%s" % (join, table, key, key)
            columns = [("c." + n, k) for n, k in columns] + [("d." + n, k) for n, k in extra + [(key, "int")]]
    elif roll < 0.3:
        inner, outputs = make_select(r, Maker(r, columns), "claims", False)
        if inner.limit is not None and not inner.is_total:
            inner.limit = inner.offset = None
        columns = outputs or [("1", "int")]
        if r.random() < 0.4:
            q.with_part = ("base", str(inner))
            q.source = "base"
        else:
            q.source = inner
    made, _ = make_select(r, Maker(r, columns), q.source, True)
    made.with_part = q.with_part
    return made


def make_select(r, m, source, is_outer):
    q = Query()
    q.source = source
    depth = r.choice([0, 1, 1, 2, 2, 3])
    if r.random() < 0.55:
        q.where = m.make("bool", r.choice([1, 1, 2, 3]))
    outputs = []
    roll = r.random()

    def add(node, kind, prefix):
        alias = "%s%d" % (prefix, len(q.items))
        q.items.append((node, alias))
        if kind not in ("huge",):
            outputs.append((alias, kind))

    if roll < 0.55:
        for _ in range(r.randrange(0, 3)):
            key = m.any(min(depth, 2))
            add(key, key.kind, "k")
        keys = len(q.items)
        for _ in range(r.randrange(1, 4)):
            node, kind = m.aggregate(depth)
            if r.random() < 0.15:
                node = Node("({} + 1)" if kind in ("big", "huge", "dbl", "int", "dec") else "{}", [node], "agg")
            add(node, kind, "a")
        for place in range(keys):
            node, alias = q.items[place]
            q.groups.append(r.choice([str(place + 1), str(node) if not str(node).isdigit() else str(place + 1)]))
            if q.groups[-1] in ("NULL", "TRUE", "FALSE") or not any(c.isalpha() for c in q.groups[-1]):
                q.groups[-1] = str(place + 1)
        if keys and r.random() < 0.2:
            q.having = Node(r.choice(["count(*) > 1", "count(*) <= 3", "min(copay) IS NOT NULL"]), kind="bool")
            if "copay" in str(q.having) and not any(n == "copay" for n, _ in m.columns):
                q.having = Node("count(*) > 1", kind="bool")
        # Group keys make a total order.
        if r.random() < 0.5 and keys:
            q.order = [(place + 1, r.choice(["", " DESC", " NULLS FIRST", " DESC NULLS LAST", " ASC NULLS LAST"]))
                       for place in range(keys)]
            r.shuffle(q.order)
            q.is_total = True
    elif roll < 0.68 and any(name.endswith("claim_id") for name, _ in m.columns):
        kind = r.choice(["int", "big", "text", "ts", "dec", "bool", "date"])
        node = m.make(kind, 1)
        function = r.choice(["lag({})", "lead({})", "lag({}, 2)", "row_number()"])
        partition = m.column(r.choice(["int", "text"]))
        order = ", ".join("%s%s" % (name, r.choice(["", " DESC", " NULLS FIRST"])) for name, _ in m.columns)
        q.window = ("PARTITION BY %s " % partition if partition and r.random() < 0.7 else "") + "ORDER BY " + order
        first = m.any(1)
        add(first, first.kind, "v")
        call = function.format(node) + " OVER w"
        add(Node(call.replace("{", "{{").replace("}", "}}"), kind="win"), "big" if "row" in function else kind, "w")
    else:
        for _ in range(r.randrange(1, 4)):
            node = m.any(depth)
            add(node, node.kind, "v")
        q.distinct = r.random() < 0.3
        if r.random() < 0.4:
            q.order = [(place + 1, r.choice(["", " DESC", " NULLS FIRST", " DESC NULLS LAST"]))
                       for place in range(len(q.items))]
            q.is_total = True
    if q.order and q.is_total and r.random() < 0.4:
        q.limit = r.choice([0, 1, 3, 10, 100])
        if r.random() < 0.4:
            q.offset = r.choice([0, 1, 2, 50])
    return q, outputs


# ---- Both sides ----

def text_of(value):
    """A value as this comparison sees it: doubles marked, everything else as DuckDB prints it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return {"d": "nan" if math.isnan(value) else repr(value)}
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        text = value.strftime("%H:%M:%S")
        date = "%04d-%02d-%02d" % (value.year, value.month, value.day)
        return date + " " + text + ((".%06d" % value.microsecond).rstrip("0") if value.microsecond else "")
    return str(value)


class Duck:
    def __init__(self, table):
        self.db = duckdb.connect()
        self.db.execute("PRAGMA disable_optimizer")
        self.db.execute("SET threads = 1")
        self.load("claims", table.csv(), list(table.types().items()))
        for name, (text, columns) in DIMENSIONS.items():
            self.load(name, text, columns)

    def load(self, name, text, columns):
        with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            spec = ", ".join("'%s': '%s'" % pair for pair in columns)
            self.db.execute("CREATE TABLE %s AS SELECT * FROM read_csv('%s', header = true, auto_detect = false, "
                            "delim = ',', quote = '\"', escape = '\"', columns = {%s})" % (name, file.name, spec))

    def answer(self, sql):
        """The rows, or None for an error, with what the error says."""
        try:
            rows = self.db.execute(sql).fetchall()
        except Exception as problem:  # Every problem of DuckDB counts as one answer: an error.
            return None, str(problem).split("\n")[0]
        return [[text_of(value) for value in row] for row in rows], ""


    def answer_optimised(self, sql):
        """The answer with the optimiser on, which leaves out columns that nobody reads."""
        self.db.execute("PRAGMA enable_optimizer")
        try:
            return self.answer(sql)
        finally:
            self.db.execute("PRAGMA disable_optimizer")


class Caseload:
    def __init__(self, binary, store, folder):
        command = [binary, "claims", "query", store, "--input", "-", "--format", "jsonl", "--allow-member-level"]
        for name in DIMENSIONS:
            command += ["--table", "%s=%s" % (name, folder / (name + ".csv"))]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        encoding="utf-8")

    def answer(self, sql):
        self.process.stdin.write(sql + ";\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], 60)[0]:
            self.process.kill()
            return None, "no answer within a minute"
        line = self.process.stdout.readline()
        if not line:
            return None, "the program ended with %s" % self.process.wait()
        reply = json.loads(line, parse_float=lambda text: Number(text), parse_int=str)
        if "error" in reply:
            return None, reply["error"]
        return [[self.text(value) for value in row] for row in reply["rows"]], ""

    @staticmethod
    def text(value):
        if isinstance(value, bool):
            return "true" if value else "false"
        return value

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Number(str):
    """A number with a point, as it was written."""


def rounded(value):
    number = float(value)
    return "nan" if math.isnan(number) else "0" if number == 0 else "%.9e" % number if math.isfinite(number) else repr(number)


def same_value(duck, own):
    if isinstance(duck, dict):
        if own is None:
            return False
        own = {"inf": "inf", "-inf": "-inf"}.get(own, own)
        try:
            one, other = float(duck["d"]), float(own)
        except ValueError:
            return False
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return one == other or abs(one - other) <= 1e-10 * max(abs(one), abs(other))
    return duck == own


def sort_key(row):
    return [("", "") if v is None else ("d", rounded(v["d"])) if isinstance(v, dict) else ("v", v) for v in row]


def own_key(row, duck_row):
    return [("", "") if v is None else ("d", rounded(v)) if isinstance(d, dict) else ("v", str(v))
            for v, d in zip(row, duck_row)]


def same(duck, own, is_ordered):
    if duck is None or own is None:
        return duck is None and own is None
    if len(duck) != len(own):
        return False
    if not duck:
        return True
    if not is_ordered:
        # A column is of doubles when any of its values is.
        shape = [next((row[c] for row in duck if isinstance(row[c], dict)), None) for c in range(len(duck[0]))]
        duck = sorted(duck, key=sort_key)
        own = sorted(own, key=lambda row: own_key(row, shape))
    return all(len(a) == len(b) and all(map(same_value, a, b)) for a, b in zip(duck, own))


class Pair:
    def __init__(self, binary, seed, folder, most):
        self.table = Table(seed, most)
        path = folder / ("claims-%d.csv" % seed)
        path.write_text(self.table.csv(), encoding="utf-8")
        (folder / "map.json").write_text("{}")
        self.store = str(folder / ("claims-%d.store" % seed))
        done = subprocess.run([binary, "claims", "import", str(path), "--into", self.store],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit("table %d is not imported: %s" % (seed, done.stderr))
        self.duck = Duck(self.table)
        self.binary, self.folder = binary, folder
        self.own = Caseload(binary, self.store, folder)

    def check(self, query):
        sql = str(query)
        duck, problem = self.duck.answer(sql)
        own, own_problem = self.own.answer(sql)
        if "no answer" in own_problem:
            print("  no answer within a minute: " + sql)
        if self.own.process.poll() is not None:
            self.own = Caseload(self.binary, self.store, self.folder)
        if duck is None and own is not None:
            # Neither computes a column of a subquery that nothing reads, as long as DuckDB may leave it out.
            duck, problem = self.duck.answer_optimised(sql)
        return same(duck, own, query.is_total), duck, own, problem, own_problem

    def shrink(self, query):
        """The smallest query found that still disagrees."""
        budget = 400
        while True:
            for other in query.smaller():
                budget -= 1
                if budget < 0:
                    return query
                if not self.check(other)[0]:
                    query = other
                    break
            else:
                return query


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("queries", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("tables", type=int)
    parser.add_argument("--record", metavar="FOLDER", help="write fixtures instead of looking for disagreements")
    parser.add_argument("--verbose", action="store_true", help="print queries in which only caseload overflows")
    parser.add_argument("--stop", type=int, default=10, help="how many disagreements end the run")
    parser.add_argument("--rows", type=int, default=3000, help="the most rows of a table")
    options = parser.parse_args()
    failures = errors = done = empty = only_here = 0
    reasons = {}
    recorded = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for dimension, (text, _) in DIMENSIONS.items():
            (folder / (dimension + ".csv")).write_text(text, encoding="utf-8")
        for index in range(options.tables):
            pair = Pair(options.binary, options.seed + index, folder, 200 if options.record else options.rows)
            types = pair.table.types()
            share = options.queries // options.tables + (index < options.queries % options.tables)
            for number in range(share):
                seed = zlib.crc32(b"%d %d" % (options.seed + index, number))
                query = make_query(random.Random(seed), types, pair.table.rows > 0)
                agrees, duck, own, problem, own_problem = pair.check(query)
                done += 1
                errors += duck is None
                empty += duck == []
                if options.record:
                    if agrees and (duck is None or len(json.dumps(duck)) < 1500):
                        entry = {"table": index, "sql": str(query), "ordered": query.is_total}
                        recorded.append({**entry, "error": True} if duck is None else {**entry, "rows": duck})
                    continue
                if agrees:
                    continue
                if duck is not None and own is None and any(
                        words in own_problem for words in ("does not fit", "division by zero")):
                    only_here += 1
                    if options.verbose:
                        print("only here: %s\n  %s" % (query, own_problem))
                    continue
                failures += 1
                small = pair.shrink(query)
                _, duck, own, problem, own_problem = pair.check(small)
                print("table %d query %d (%d rows)\n  %s" % (options.seed + index, number, pair.table.rows, small))
                print("  DuckDB   %s" % (problem or str(duck)[:300]))
                print("  caseload %s" % (own_problem or str(own)[:300]), flush=True)
                if failures >= options.stop:
                    break
            pair.own.close()
            if failures >= options.stop:
                break
            if options.record:
                target = pathlib.Path(options.record)
                (target / ("duckdb-claims-%d.csv" % index)).write_text(pair.table.csv(), encoding="utf-8")
    if options.record:
        target = pathlib.Path(options.record)
        for dimension, (text, _) in DIMENSIONS.items():
            (target / ("duckdb-%s.csv" % dimension)).write_text(text, encoding="utf-8")
        lines = [json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in recorded]
        (target / "duckdb-answers.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print("%d queries recorded, %d of them errors" % (len(recorded), sum("error" in e for e in recorded)))
        return
    print("%d queries over %d tables from seed %d: %d disagree, %d overflow only here; both an error %d, no rows %d"
          % (done, options.tables, options.seed, failures, only_here, errors, empty))
    sys.exit(1 if failures else 0)


main()
