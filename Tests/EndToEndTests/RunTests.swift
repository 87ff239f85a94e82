import Foundation
import Quantities
import RandomStreams
import Results
import Testing

@Suite("caseload run")
struct RunTests {
  /// The fixture in a folder of its own.
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try FileManager.default.copyItem(
      at: Command.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/tiny.json"),
      to: scratch.url.appendingPathComponent("tiny.json"))
    return scratch
  }

  private func result(_ scratch: Scratch, _ folder: String) throws -> PlanResult {
    let file = scratch.url.appendingPathComponent("\(folder)/result.json")
    return try JSONDecoder().decode(PlanResult.self, from: Data(contentsOf: file))
  }

  @Test("A run writes every stage, the report and its tables, and nothing else is left behind")
  func files() throws {
    let scratch = try scratch()
    let run = try Command.run("run", "tiny.json", "--out", "out", in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let files = try scratch.contents(of: "out")
    for name in [
      "spec.json", "demand.json", "forecast.json", "requirement.json", "plan.json", "proof.json",
      "cost.json", "result.json", "report.html", "report.xlsx", "report.md",
      "tables/cost_lines.csv",
      "tables/data-dictionary.csv",
    ] { #expect(files[name] != nil, "\(name)") }
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
    #expect(left.sorted() == ["out", "tiny.json"])
    #expect(run.output.contains("Report: out/report.html"))
    // docs/result.md describes every table and chart by its columns.
    let text = try String(
      contentsOf: Command.root.appendingPathComponent("docs/result.md"), encoding: .utf8)
    let described = text.split(separator: "\n").filter { $0.hasPrefix("|") }.map { line in
      line.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }
    for (name, bytes) in files
    where name.hasSuffix(".csv") && !name.hasSuffix("data-dictionary.csv") {
      let header = String(decoding: bytes.prefix { $0 != 0x0D }, as: UTF8.self)
      let file = name.hasPrefix("tables/") ? [name.dropFirst("tables/".count)] : []
      #expect(described.contains(file + header.split(separator: ",")), "\(name): \(header)")
    }
  }

  @Test("Paths that are kept have the forecast as their mean")
  func keptPaths() throws {
    struct Kept: Decodable {
      var file: String
      var paths: Int
      var queues: [String]
      var intervals: Int
    }
    let scratch = try scratch()
    let run = try Command.run("run", "tiny.json", "--out", "out", "--keep-paths", in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let files = try scratch.contents(of: "out")
    let index = try JSONDecoder().decode([Kept].self, from: try #require(files["paths/index.json"]))
    let kept = try #require(index.first)
    let bytes = try #require(files["paths/\(kept.file)"])
    #expect(bytes.count == 4 * kept.paths * kept.queues.count * kept.intervals)
    let total = stride(from: 0, to: bytes.count, by: 4).reduce(0.0) { sum, place in
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * $1) }
      return sum + Double(Float(bitPattern: bits))
    }
    let forecast = try result(scratch, "out").forecast.queues.flatMap(\.mean).reduce(0, +)
    #expect(abs(total / Double(kept.paths) / forecast - 1) < 1e-5)
  }

  @Test("The same spec gives the same bytes for 1, 2 and 3 threads and again over an earlier run")
  func reproducible() throws {
    let scratch = try scratch()
    var runs: [[String: Data]] = []
    for threads in ["1", "2", "3", "1"] {
      let run = try Command.run(
        "run", "tiny.json", "--out", "out", "--threads", threads, in: scratch.url)
      #expect(run.code == 0, "\(run.errors)")
      runs.append(try scratch.contents(of: "out"))
    }
    for other in runs.dropFirst() {
      for (name, bytes) in runs[0] { #expect(other[name] == bytes, "\(name)") }
      #expect(other.count == runs[0].count)
    }
  }

  @Test("An earlier run priced anew keeps its people; the same spec gives its bytes again")
  func planFrom() throws {
    let scratch = try scratch()
    #expect(try Command.run("run", "tiny.json", "--out", "first", in: scratch.url).code == 0)
    let again = try Command.run(
      "run", "tiny.json", "--out", "again", "--plan-from", "first", in: scratch.url)
    #expect(again.code == 0, "\(again.errors)")
    #expect(try scratch.contents(of: "again") == scratch.contents(of: "first"))
    let first = try result(scratch, "first")
    let pool = try #require(first.leading?.plan.pools.first { !$0.isVA })
    let price = try #require(
      first.leading?.cost.items.first { $0.line.pool == pool.pool && $0.line.kind == "pay" }?
        .factors.compactMap(\.price).first)
    let doubled = try Command.run(
      "run", "tiny.json", "--out", "dearer", "--plan-from", "first", "--set",
      "pools.\(pool.pool).\(price.key)=\(price.value * 2)", in: scratch.url)
    #expect(doubled.code == 0, "\(doubled.errors)")
    let dearer = try result(scratch, "dearer")
    #expect(dearer.alternatives.map(\.plan) == first.alternatives.map(\.plan))
    #expect(zip(dearer.alternatives, first.alternatives).allSatisfy { $0.costCents > $1.costCents })
    let other = try Command.run(
      "run", "tiny.json", "--out", "no", "--plan-from", "first", "--set", "calendar.end=2027-03-30",
      in: scratch.url)
    #expect(other.code == 1 && other.errors.contains("$.calendar.end"), "\(other.errors)")
  }

  @Test(
    "An effect of unknown size is found in the history and multiplies the work when it comes again")
  func effects() throws {
    let scratch = try Scratch()
    // 40 an hour on weekdays; letters multiply by 1.8 and half of that goes every 10 days, so the truth is known.
    let first = try #require(LocalDate("2026-05-04"))
    let letters = try #require(LocalDate("2026-07-06"))
    var rows = "ds,Calls\n"
    for day in 0..<140 where (first + day).weekday.rawValue < 5 {
      let since = Double(first + day - letters)
      let times = since < 0 ? 1 : 1 + 0.8 * pow(0.5, since / 10)
      for hour in 9..<17 {
        var draws = RandomStream(seed: 5, stream: 1, replication: UInt32(day), entity: UInt32(hour))
        rows +=
          "\(first + day) \(hour < 10 ? "0" : "")\(hour):00:00,\(draws.nextPoisson(mean: 40 * times))\n"
      }
    }
    _ = try scratch.file("calls.csv", rows)
    _ = try scratch.file(
      "spec.json",
      """
      { "name": "Letters", "calendar": { "start": "2026-09-21", "end": "2026-10-18", "timeZone": "UTC" },
        "queues": { "help": { "kind": "voice", "hours": "Mon-Fri 09:00-17:00",
          "drivers": [{ "history": { "file": "calls.csv", "time": "ds", "value": "Calls" } }],
          "effects": [{ "name": "letters", "dates": ["2026-07-06", "2026-10-05"], "halfLife": "10d" }],
          "handleTime": { "mean": "5m" }, "patience": { "mean": "3m" },
          "goals": [{ "measure": "serviceLevel", "within": "30s", "share": 0.8, "over": "month" }] } },
        "pools": { "staff": { "contract": "fte", "skills": ["help"], "loadedCostPerYear": 60000,
          "shrinkage": 0.3, "attritionPerYear": 0.3, "current": { "headcount": 20 } } },
        "alternatives": [{ "name": "Change nothing" }],
        "uncertainty": { "demandPaths": 20, "planFor": "P80", "proofHalfWidth": 0.05 }, "seed": 3 }
      """)
    let run = try Command.run("run", "spec.json", "--out", "out", in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let forecast = try JSONDecoder().decode(
      ForecastResult.self,
      from: Data(contentsOf: scratch.url.appendingPathComponent("out/forecast.json")))
    let queue = try #require(forecast.queues.first)
    let effect = try #require(queue.models.first?.effects?.first)
    #expect(effect.lower95 <= 1.8 && effect.upper95 >= 1.8)
    #expect(abs(effect.times / 1.8 - 1) < 0.1)
    // 320 items a day before the second letters, 576 on their day.
    let monday = try #require(queue.days.first { $0.start.description == "2026-10-05" })
    let before = try #require(queue.days.first { $0.start.description == "2026-09-28" })
    #expect(abs(monday.mean / before.mean - 1.8) < 0.2)
    #expect(
      try String(
        contentsOf: scratch.url.appendingPathComponent("out/report.md"), encoding: .utf8
      ).contains("letters multiplies the work by"))
  }

  @Test("JSON, table and stage file hold the same total, to the cent")
  func totals() throws {
    let scratch = try scratch()
    let run = try Command.run("run", "tiny.json", "--out", "out", "--json", in: scratch.url)
    let printed = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let alternatives = try #require(printed["alternatives"] as? [[String: Any]])
    let whole = try result(scratch, "out")
    let table = try String(
      contentsOf: scratch.url.appendingPathComponent("out/tables/cost_lines.csv"), encoding: .utf8)
    let rows = table.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let cents = try #require(rows[0].firstIndex(of: "cents"))
    for (position, alternative) in whole.alternatives.enumerated() {
      #expect(alternatives[position]["costCents"] as? Int == alternative.costCents.value)
      #expect(alternative.cost.lines.map(\.cents.value).reduce(0, +) == alternative.costCents.value)
      let sum = rows.dropFirst().filter { $0.contains { $0 == alternative.name } }
        .compactMap { Int($0[cents]) }.reduce(0, +)
      #expect(sum == alternative.costCents.value)
    }
  }

  @Test("The worked half hour and the worked cost can be recomputed from their printed numbers")
  func handCheck() throws {
    let scratch = try scratch()
    #expect(try Command.run("run", "tiny.json", "--out", "out", in: scratch.url).code == 0)
    let alternative = try #require(try result(scratch, "out").alternatives.last)
    let worked = try #require(alternative.requirement.units[0].example)
    let patience = try #require(worked.patienceSeconds)
    func level(_ agents: Int) -> Double {
      slowServiceLevel(
        arrivals: worked.offered / worked.intervalSeconds, handleTime: worked.handleTimeSeconds,
        patience: patience, agents: agents, within: worked.withinSeconds)
    }
    #expect(abs(level(worked.agents) - worked.serviceLevel) < 1e-6)
    #expect(abs(level(worked.agents - 1) - worked.serviceLevelWithOneFewer) < 1e-6)
    let cost = try #require(alternative.cost.example)
    let dollars = cost.factors.reduce(1) { $0 * $1.value }
    #expect(Int((dollars * 100).rounded(.toNearestOrAwayFromZero)) == cost.cents.value)
  }

  @Test("The comparison's months, savings and hours follow from the alternatives, to the cent")
  func comparison() throws {
    let scratch = try scratch()
    #expect(try Command.run("run", "tiny.json", "--out", "out", in: scratch.url).code == 0)
    let whole = try result(scratch, "out")
    let comparison = try #require(whole.comparison)
    #expect(comparison.base == whole.alternatives[0].name)
    for (one, alternative) in zip(comparison.alternatives, whole.alternatives) {
      #expect(one.oneOffCents.value + one.runningCents.value == alternative.costCents.value)
      #expect(one.months.reduce(0) { $0 + $1.cents.value } == alternative.costCents.value)
      #expect(
        one.savingCents.value
          == whole.alternatives[0].costCents.value - alternative.costCents.value)
      #expect(one.months.last?.cumulativeSavingCents == one.savingCents)
      #expect(one.queues.reduce(0) { $0 + $1.cents.value } == alternative.costCents.value)
      for pool in one.hours { #expect(pool.contradictions().isEmpty) }
    }
    let page = try String(
      contentsOf: scratch.url.appendingPathComponent("out/report.html"), encoding: .utf8)
    #expect(page.contains("Cash, break-even and hours") && page.contains("What if"))
    #expect(whole.whatIfs.first?.change == "The plan as it is")
    #expect(whole.whatIfs.contains { $0.change.hasSuffix("20 % more work") })
    // Two weeks without anybody who could be called in: failing is priced, so waiting is no bargain.
    let late = try #require(whole.whatIfs.first { $0.change.contains("2 weeks later") })
    #expect(late.change.contains("goals are missed") && late.shortHours > 20)
    #expect(late.shortCostCents.dollars > 20 * late.shortHours && late.costChangeCents > .zero)
  }

  @Test("A folder with other files is refused and left as it was")
  func foreignFolder() throws {
    let scratch = try scratch()
    try FileManager.default.createDirectory(
      at: scratch.url.appendingPathComponent("mine"), withIntermediateDirectories: true)
    _ = try scratch.file("mine/letter.txt", "keep me")
    let run = try Command.run("run", "tiny.json", "--out", "mine", in: scratch.url)
    #expect(run.code == 1)
    #expect(run.errors.contains("the folder holds other files (letter.txt)"))
    #expect(try scratch.contents(of: "mine").keys.sorted() == ["letter.txt"])
  }

  @Test("What a killed run left behind is taken away by the next run of the same folder")
  func leftovers() throws {
    let scratch = try scratch()
    // No process has this number: it is beyond the largest that Linux gives.
    let left = scratch.url.appendingPathComponent(".out.4194399.part")
    try FileManager.default.createDirectory(at: left, withIntermediateDirectories: true)
    #expect(try Command.run("run", "tiny.json", "--out", "out", in: scratch.url).code == 0)
    #expect(!FileManager.default.fileExists(atPath: left.path))
  }

  @Test("A goal that a plan misses gives exit code 3 and says which")
  func goalMissed() throws {
    let scratch = try scratch()
    let run = try Command.run(
      "run", "tiny.json", "--out", "out", "--set", "pools.assistants=null", in: scratch.url)
    #expect(run.code == 3)
    #expect(run.output.contains("misses a goal of help"))
  }
}

/// P(served within t) ÷ all in M/M/n+M, the slow obvious way: the chance of each number in the system,
/// and for each number ahead the chance, by small steps of time, that all of them go before `within`
/// while the newcomer is still there.
private func slowServiceLevel(
  arrivals: Double, handleTime: Double, patience: Double, agents: Int, within: Double
) -> Double {
  let most = agents + 400
  var weights = [1.0]
  for number in 1...most {
    let leaving =
      Double(min(number, agents)) / handleTime + Double(max(0, number - agents)) / patience
    weights.append(weights[number - 1] * arrivals / leaving)
  }
  let all = weights.reduce(0, +)
  let free = weights.prefix(agents).reduce(0, +) / all
  // A newcomer who finds j waiting is served when j + 1 departures have happened in time; states are
  // departures still needed, served, or gone; solved by Runge-Kutta in small steps.
  let queueMost = 60
  let steps = 4000
  let step = within / Double(steps)
  var ahead = Array(repeating: 0.0, count: queueMost + 1)
  for j in 0...queueMost { ahead[j] = weights[agents + j] / all }
  var served = 0.0
  func slope(_ state: [Double]) -> (ahead: [Double], served: Double) {
    var change = Array(repeating: 0.0, count: state.count)
    for j in state.indices {
      let departures = Double(agents) / handleTime + Double(j) / patience
      change[j] -= state[j] * (departures + 1 / patience)
      if j > 0 { change[j - 1] += state[j] * departures }
    }
    return (change, state[0] * Double(agents) / handleTime)
  }
  for _ in 0..<steps {
    let a = slope(ahead)
    let b = slope(zip(ahead, a.ahead).map { $0 + step / 2 * $1 })
    let c = slope(zip(ahead, b.ahead).map { $0 + step / 2 * $1 })
    let d = slope(zip(ahead, c.ahead).map { $0 + step * $1 })
    served += step / 6 * (a.served + 2 * b.served + 2 * c.served + d.served)
    for j in ahead.indices {
      ahead[j] += step / 6 * (a.ahead[j] + 2 * b.ahead[j] + 2 * c.ahead[j] + d.ahead[j])
    }
  }
  return free + served
}
