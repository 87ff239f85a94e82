import Foundation
import Testing

@Suite("caseload staff and caseload calc")
struct StaffCommandTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("The one-line question is answered with three people fewer and three more")
  func oneLine() throws {
    // callcentrehelper, quoted by pyworkforce: 14 agents, 20 with 30 % shrinkage.
    let arguments = [
      "staff", "--volume", "100", "--per", "30m", "--handle-time", "3m", "--goal", "80/20",
      "--max-occupancy", "0.85", "--shrinkage", "0.3",
    ]
    let run = try Command.run(arguments)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("14 agents on the phones"))
    #expect(run.output.contains("20 scheduled at 30.0 % shrinkage"))
    let document = try object(try Command.run(arguments + ["--json"]).output)
    #expect(document["agents"] as? Int == 14 && document["scheduled"] as? Int == 20)
    let rows = try #require(document["rows"] as? [[String: Any]])
    #expect(rows.compactMap { $0["agents"] as? Int } == Array(11...17))
    #expect(
      rows.compactMap { $0["isAnswer"] as? Bool } == [
        false, false, false, true, false, false, false,
      ])
  }

  @Test(
    "What cannot be asked is refused with what to type instead",
    arguments: [
      (["--volume", "100"], 2, "--goal 80/30"),
      (["--volume", "100", "--goal", "80/20"], 2, "--per 30m"),
      (
        ["--volume", "1", "--per", "30", "--handle-time", "3m", "--goal", "80/20"], 2,
        "Write 30s or 30m"
      ),
      (
        ["--volume", "1", "--per", "30m", "--handle-time", "3m", "--goal", "120/20"], 2,
        "Write 80/30"
      ),
      (["--volume=-1", "--per", "30m", "--handle-time", "3m", "--goal", "80/20"], 2, "0 or more"),
      (
        ["--volume", "nan", "--per", "30m", "--handle-time", "3m", "--goal", "80/20"], 2,
        "0 or more"
      ),
      (["--goal", "80/20"], 2, "either --volume 120 or --day FILE.csv"),
      (
        ["--volume", "1e99", "--per", "30m", "--handle-time", "3m", "--goal", "80/20"], 1,
        "1e9 erlangs"
      ),
      (
        ["--volume", "9", "--per", "30m", "--handle-time", "3m", "--deadline", "95/2m"], 1,
        "handling alone leaves at most"
      ),
      (
        ["--volume", "9", "--per", "30m", "--handle-time", "3m", "--max-abandonment", "5%"], 2,
        "needs --patience"
      ),
      (
        [
          "--volume", "9", "--per", "30m", "--handle-time", "3m", "--max-occupancy", "0.9",
          "--patience", "3m",
        ], 2, "met by nobody at all"
      ),
      (
        ["--day", "x.csv", "--handle-time", "3m", "--goal", "80/20", "--shifts", "8h+30"], 2,
        "its meal behind a plus: 8h+30m,4h"
      ),
      (
        [
          "--volume", "9", "--per", "30m", "--handle-time", "3m", "--goal", "80/20", "--shifts",
          "8h",
        ],
        2, "--shifts belong to --day"
      ),
      (["--day", "nowhere.csv", "--handle-time", "3m", "--goal", "80/20"], 1, "no such file"),
    ])
  func refused(arguments: [String], code: Int32, message: String) throws {
    let run = try Command.run(["staff"] + arguments)
    #expect(run.code == code)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test("A day is staffed by four methods and certified, the same for any number of threads")
  func day() throws {
    let scratch = try Scratch()
    var text = "time,volume\n"
    for index in 0..<48 {
      let volume = 30 * (1 + 0.6 * sin(2 * Double.pi * Double(index) / 48))
      text += "\(index / 2):\(index % 2 == 0 ? "00" : "30"),\(volume)\n"
    }
    _ = try scratch.file("day.csv", text)
    let arguments = [
      "staff", "--day", "day.csv", "--handle-time", "2h", "--patience", "2h", "--max-delay", "0.2",
    ]
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("returns to the head of the queue"))
    let one = try Command.run(arguments + ["--json", "--threads", "1"], in: scratch.url)
    let four = try Command.run(arguments + ["--json", "--threads", "4"], in: scratch.url)
    #expect(one.output == four.output)
    let methods = try #require(try object(one.output)["methods"] as? [[String: Any]])
    #expect(
      methods.compactMap { $0["method"] as? String }
        == ["sipp", "lagSIPP", "modifiedOfferedLoad", "iterative"])
    #expect(methods.compactMap { $0["certified"] as? Bool } == [false, false, true, true])
  }

  @Test("A day on shifts says what the cover misses and which shifts keep the goal")
  func dayOnShifts() throws {
    let scratch = try Scratch()
    let calls = [6, 6, 24, 24, 6, 6, 6, 6, 20, 20, 6, 6]
    var text = "time,volume\n"
    for (index, count) in calls.enumerated() {
      text += "\(9 + index / 2):\(index % 2 == 0 ? "00" : "30"),\(count)\n"
    }
    _ = try scratch.file("day.csv", text)
    let arguments = [
      "staff", "--day", "day.csv", "--handle-time", "20m", "--goal", "80/60", "--patience", "5m",
      "--shifts",
    ]
    let run = try Command.run(arguments + ["2h"], in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("the goal is missed in 3 of 12 intervals"))
    #expect(run.output.contains("68 paid hours, 2 more; none take fewer."))
    let document = try object(
      try Command.run(arguments + ["2h", "--json"], in: scratch.url).output)
    let shifts = try #require(document["shifts"] as? [String: Any])
    let best = try #require(shifts["cheapest"] as? [String: Any])
    #expect(best["certified"] as? Bool == true && shifts["boundPaidHours"] as? Double == 68)
    let long = try Command.run(arguments + ["11h"], in: scratch.url)
    #expect(long.code == 1 && long.errors.contains("a shift that fits into daily 09:00-15:00"))
  }

  @Test("A batch answers each case, and one bad case makes the exit code 1")
  func calc() throws {
    let scratch = try Scratch()
    _ = try scratch.file(
      "cases.json",
      """
      {"cases": [
        {"id": "half", "model": "erlang_b", "inputs": {"n": 1, "a": "1"}},
        {"id": "grows", "model": "erlang_c", "inputs": {"n": 2, "lam": "60/20", "mu": 1}},
        {"id": "places", "model": "mmnk", "inputs": {"n": 5, "K": 3, "lam": 1, "mu": 1}}
      ]}
      """)
    let run = try Command.run("calc", "cases.json", "--json", in: scratch.url)
    #expect(run.code == 1)
    let cases = try #require(try object(run.output)["cases"] as? [[String: Any]])
    #expect((cases[0]["outputs"] as? [String: String]) == ["B": "0.5"])
    #expect((cases[1]["error"] as? String)?.contains("grow for ever") == true)
    #expect((cases[2]["error"] as? String)?.hasPrefix("inputs.K is 3; give") == true)
    let input = try Command.run(
      ["calc", "-"], input: #"[{"id": 1, "model": "erlang_b", "inputs": {"n": 1, "a": 1}}]"#)
    #expect(input.code == 0 && input.output.contains("0.5"))
  }

  @Test("Every problem of a batch's form is printed with its place")
  func badBatch() throws {
    let scratch = try Scratch()
    _ = try scratch.file(
      "bad.json",
      """
      {"cases": [
        {"id": "a", "model": "erlang_b", "inputs": 7},
        {"id": "a", "inputs": []},
        5
      ]}
      """)
    let run = try Command.run("calc", "bad.json", in: scratch.url)
    #expect(run.code == 1 && run.output.isEmpty)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 5, "\(run.errors)")
    #expect(lines.first?.hasPrefix("bad.json:2:46 $.cases[0]: there are no \"inputs\".") == true)
    #expect(run.errors.contains("\"a\" is the id of the case at line 2"))
  }
}
