import Testing

/// A change of a good spec that makes it bad, with the messages that must come of it.
///
/// Each `▸` in `new` is a place that a message must point at, in order; it is not part of the spec.
struct BadSpec: Sendable, CustomTestStringConvertible {
  var changes: [(old: String, new: String)]
  var messages: [String]

  init(_ old: String, _ new: String, _ messages: String...) {
    (changes, self.messages) = ([(old, new)], messages)
  }

  init(
    _ old: String, _ new: String, and other: String, _ otherNew: String, _ messages: String...
  ) {
    (changes, self.messages) = ([(old, new), (other, otherNew)], messages)
  }

  var testDescription: String { changes.map(\.new).joined(separator: " … ") }

  /// A spec without problems: all kinds of queue, both contracts, an event, a patch.
  static let good = """
    {
      "calendar": { "start": "2026-10-01", "end": "2027-09-30", "timeZone": "America/Chicago" },
      "claims": { "synthetic": { "profile": "mail-order", "rows": 1000 }, "members": 40 },
      "members": { "start": 250, "events": [ { "date": "2027-01-01", "members": 120 } ] },
      "queues": {
        "voice": { "kind": "voice", "hours": "Mon-Fri 08:00-20:00",
          "drivers": [ { "members": { "perMemberMonth": 0.04,
            "tenureCurve": [ { "after": "-30d", "times": 4 }, { "after": "60d", "times": 1 } ] } } ],
          "handleTime": { "mean": "6m", "cv": 0.9 }, "patience": "3m",
          "goals": [ { "measure": "serviceLevel", "within": "30s", "share": 0.8,
            "floor": { "over": "day", "share": 0.6 } } ] },
        "chat": { "kind": "chat", "concurrency": 2, "slowdown": [1, 1.2],
          "drivers": [ { "rate": "20/h", "profile": { "hours": { "10:00": 1 } } } ],
          "handleTime": "8m" },
        "cases": { "kind": "case",
          "drivers": [ { "claims": { "where": "status = 'rejected'", "perClaim": 0.6 },
            "lag": [ { "after": "1d", "share": 0.5 }, { "after": "3d", "share": 1 } ] } ],
          "steps": [ { "name": "intake", "handleTime": "11m" },
            { "name": "decision", "handleTime": "7m", "requires": ["pharmacist"] } ],
          "goals": [ { "measure": "deadline", "planningProbability": 0.99,
            "classes": [ { "share": 0.85, "within": "72h" }, { "share": 0.15, "within": "24h" } ] } ] }
      },
      "pools": {
        "staff": { "contract": "fte", "skills": ["voice", "chat", "cases"], "has": ["pharmacist"],
          "salaryPerYear": 46000, "load": { "shareOfSalary": 0.235 }, "shrinkage": 0.3,
          "attritionPerYear": 0.4,
          "hiring": { "leadTime": "45d", "training": "30d", "classSize": 20, "ramp": [0.5, 1] } },
        "helpers": { "contract": "va", "skills": ["voice"], "pricing": { "perPaidHour": 12 } }
      },
      "alternatives": [ { "name": "Now" },
        { "name": "Plan", "plan": "cheapest", "patch": { "pools": { "helpers": null } } } ],
      "uncertainty": { "planFor": "P80", "proofHalfWidth": 0.01 },
      "seed": 7
    }
    """

  /// The bad spec and its expected messages with their places, worked out from the markers.
  func outcome() throws -> (text: String, expected: [String]) {
    var marked = BadSpec.good
    for (old, new) in changes {
      let parts = marked.split(separator: old, omittingEmptySubsequences: false)
      try #require(parts.count == 2, "\(old) occurs \(parts.count - 1) times")
      marked = parts[0] + new + parts[1]
    }
    var places: [String] = []
    var text = ""
    var line = 1
    var column = 1
    for character in marked.unicodeScalars {
      if character == "▸" {
        places.append("\(line):\(column)")
        continue
      }
      text.unicodeScalars.append(character)
      (line, column) = character == "\n" ? (line + 1, 1) : (line, column + 1)
    }
    try #require(places.count == messages.count, "markers and messages differ in number")
    return (text, zip(places, messages).map { "s.json:\($0) \($1)" })
  }
}
