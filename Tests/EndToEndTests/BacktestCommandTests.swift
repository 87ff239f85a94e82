import Foundation
import Testing

@Suite("caseload backtest")
struct BacktestCommandTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// Days of 2026 with a weekly pattern that a model can know but for a small wobble.
  private func days(_ count: Int) -> String {
    var text = "day,calls\n"
    let lengths = [31, 28, 31, 30, 31, 30]
    var (month, day) = (0, 1)
    for place in 0..<count {
      text += "2026-\(two(month + 1))-\(two(day)),\(400 + 50 * (place % 7) + (place * 37) % 11)\n"
      day += 1
      if day > lengths[month] { (month, day) = (month + 1, 1) }
    }
    return text
  }

  @Test("Days are judged by horizon and weekday beside the naive forecast, whatever the threads")
  func daily() throws {
    let scratch = try Scratch()
    _ = try scratch.file("d.csv", days(150))
    let arguments = [
      "backtest", "d.csv", "--time", "day", "--value", "calls", "--origins", "3", "--step", "1w",
      "--horizon", "14d",
    ]
    let one = try Command.run(arguments + ["--json", "--threads", "1"], in: scratch.url)
    let two = try Command.run(arguments + ["--json", "--threads", "2"], in: scratch.url)
    #expect(one.code == 0, "\(one.errors)")
    var document = try object(one.output)
    var other = try object(two.output)
    #expect(document.removeValue(forKey: "cpuSeconds") is Double)
    other.removeValue(forKey: "cpuSeconds")
    #expect(NSDictionary(dictionary: document).isEqual(to: other))
    #expect(
      document["origins"] as? [String] == ["2026-05-03", "2026-05-10", "2026-05-17"])
    let measures = try #require(document["measures"] as? [String: Any])
    #expect(measures["count"] as? Int == 42)
    let wape = try #require(measures["wape"] as? Double)
    #expect(wape > 0 && wape < 0.02)
    for name in ["mase", "smape", "weightedQuantileLoss", "coverage80", "coverage95"] {
      #expect(measures[name] is Double, "\(name)")
    }
    #expect((document["naive"] as? [String: Any])?["wape"] is Double)
    #expect((document["byHorizon"] as? [[String: Any]])?.count == 3)
    #expect((document["byWeekday"] as? [[String: Any]])?.count == 7)
    #expect(document["dayCoverage80"] is Double && document["weekCoverage80"] is Double)
    #expect((document["card"] as? String)?.contains("Fitted to") == true)
    let people = try Command.run(arguments, in: scratch.url)
    #expect(people.output.contains("naive WAPE %") && people.errors.contains("processor time"))
  }

  @Test("Months are judged step by step, and a model by name")
  func months() throws {
    let scratch = try Scratch()
    var text = "t,y\n"
    for place in 0..<60 { text += "\(place),\(300 + place * 2 + (place % 12) * 9)\n" }
    _ = try scratch.file("m.csv", text)
    let run = try Command.run(
      [
        "backtest", "m.csv", "--time", "t", "--value", "y", "--frequency", "12", "--origins", "2",
        "--step", "1mo", "--horizon", "6mo", "--model", "ets", "--json",
      ], in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let document = try object(run.output)
    #expect(document["origins"] as? [String] == ["53", "54"])
    #expect((document["model"] as? String)?.hasPrefix("ETS(") == true)
    #expect((document["byHorizon"] as? [[String: Any]])?.count == 6)
  }

  @Test("A history that is too short to judge, and a step that is none, are refused")
  func refused() throws {
    let scratch = try Scratch()
    _ = try scratch.file("d.csv", days(30))
    let arguments = ["backtest", "d.csv", "--time", "day", "--value", "calls"]
    let short = try Command.run(arguments, in: scratch.url)
    #expect(short.code == 1 && short.errors.contains("too short to judge a horizon of 28d"))
    let step = try Command.run(arguments + ["--step", "often"], in: scratch.url)
    #expect(step.code == 2 && step.errors.contains("--step often"))
  }
}
