import Scenarios

/// Random bytes as a spec: a scenario or located problems, and what was resolved is read again as the same.
enum SpecFuzz: FuzzTarget {
  static func test(_ input: [UInt8]) {
    for use in [ScenarioReader.Use.any, .run, .simulate] {
      do throws(ScenarioProblems) {
        let resolved = try ScenarioReader.read(path: "s.json", data: input, use: use)
        let text = resolved.resolvedText
        do throws(ScenarioProblems) {
          let again = try ScenarioReader.read(path: "s.json", data: Array(text.utf8), use: use)
          guard again.canonicalText == resolved.canonicalText else {
            fatalError("\(text)\nis read as\n\(again.resolvedText)")
          }
        } catch {
          fatalError("\(text)\nis not read: \(error)")
        }
      } catch {
        guard !error.problems.isEmpty, error.problems.allSatisfy({ $0.line >= 1 }) else {
          fatalError("problems without a place: \(error)")
        }
      }
    }
  }

  static func seeds() -> [[UInt8]] {
    let voice = """
      { "name": "A", "calendar": { "start": "2027-01-04", "end": "2027-02-28", "timeZone": "UTC" },
        "members": { "start": 1000, "events": [{ "date": "2027-01-20", "members": 50 }] },
        "queues": { "v": { "kind": "voice", "preset": ["cms-part-d-enrollee", "urac"],
          "drivers": [{ "rate": "20/h", "profile": { "weekdays": [1,1,1,1,1,0,0] } },
            { "members": { "perMemberMonth": 0.05, "tenureCurve": [{ "after": "0d", "times": 2 }] },
              "lag": [{ "after": "2d", "share": 1 }] }],
          "effects": [{ "name": "reset", "dates": ["2027-01-10"], "times": 1.4, "halfLife": "7d" }],
          "goals": [{ "measure": "serviceLevel", "share": [{ "from": "2027-01-04", "value": 0.7 },
            { "from": "2027-02-01", "value": 0.8 }], "within": "30s", "over": "week" }],
          "handleTime": { "mean": "6m30s", "cv": 0.9 }, "patience": "3m", "client": "acme" } },
        "pools": { "p": { "contract": "fte", "skills": ["v"], "salaryPerYear": 46000,
            "load": { "shareOfSalary": 0.235 }, "shrinkage": 0.3, "attritionPerYear": 0.3,
            "hiring": { "leadTime": "30d", "training": "14d", "classSize": 5, "ramp": [0.5, 1] } },
          "q": { "contract": "va", "skills": ["v"], "pricing": { "perPaidHour": 12 } } },
        "clients": { "acme": { "members": 900, "guarantees": [{ "queue": "v", "feeAtRisk": 10 }] } },
        "outcomes": [{ "name": "o", "queue": "v", "of": "failed", "each": 1, "unit": "u", "source": "s" }],
        "alternatives": [{ "name": "n" }, { "name": "m", "plan": "cheapest",
          "patch": { "pools": { "q": null } } }] }
      """
    let cases = """
      { "calendar": { "start": "2027-01-04", "end": "2027-03-31", "timeZone": "America/Chicago",
          "holidays": "us-federal" },
        "queues": { "c": { "kind": "case", "preset": "cms-redetermination",
          "hours": [{ "from": "2027-01-01", "value": "Mon-Fri 08:00-18:00" }],
          "drivers": [{ "expiries": { "granted": [{ "from": "2026-02-01", "to": "2026-03-01",
              "approvals": 90 }], "term": "365d", "renewedShare": 0.5, "lead": "14d" } },
            { "calendar": { "items": 2, "every": "quarter", "businessDay": 3, "through": 9, "clients": 7 } },
            { "queue": { "name": "o", "share": 0.2 }, "lag": [{ "after": "1h", "share": 1 }] },
            { "reset": { "dates": ["2027-01-04"], "claimants": 900, "perClaimant": 0.1,
              "halfLife": "14d" } }],
          "steps": [{ "name": "a", "handleTime": "5m" },
            { "name": "b", "handleTime": "9m", "wait": { "mean": "2d", "cv": 0.5 }, "dropOut": 0.1,
              "requires": ["nurse"] }] },
          "o": { "kind": "outbound", "drivers": [{ "event": { "name": "letters", "date": "2027-01-10",
              "pieces": 100, "responseShare": 0.1 } }], "handleTime": "4m", "connectRate": 0.4,
            "attempts": 2, "attemptTime": "40s" } },
        "pools": { "p": { "contract": "fte", "skills": ["c", "o"], "has": ["nurse"], "wagePerHour": 20,
          "shrinkage": 0.2, "attritionPerYear": 0.1 } } }
      """
    let plain = """
      { "queues": { "v": { "kind": "chat", "drivers": [{ "rate": "10/s" }], "handleTime": "20s",
          "concurrency": 2, "slowdown": [1, 1.2], "redials": { "share": 0.4, "after": "5m" } } },
        "pools": { "p": { "agents": 4, "skills": ["v"] } } }
      """
    return [voice, cases, plain, "{ \"extends\": \"b.json\" }", "[]", "{"].map { Array($0.utf8) }
  }
}
