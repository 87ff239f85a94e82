import Foundation
import Testing

@Suite("caseload forecast")
struct ForecastCommandTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// Eight weeks of half hours, Monday to Friday from 8:00 to 12:00, from 2026-01-05.
  private func halfHours(_ days: Int = 56, _ change: (Int, Int) -> String? = { _, _ in nil })
    -> String
  {
    var text = "when,calls\n"
    for day in 0..<days where day % 7 < 5 {
      let date = day < 27 ? (1, 5 + day) : day < 55 ? (2, day - 26) : (3, day - 54)
      for slot in 0..<8 {
        let time = "2026-\(two(date.0))-\(two(date.1)) \(two(8 + slot / 2)):\(two(slot % 2 * 30))"
        text += change(day, slot) ?? "\(time),\(100 + 10 * slot + 20 * (day % 7) + day * 3 % 5)\n"
      }
    }
    return text
  }

  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  @Test("Half hours are forecast at open times, with sums by day and week and whole paths")
  func halfHourly() throws {
    let scratch = try Scratch()
    _ = try scratch.file("calls.csv", halfHours())
    let arguments = [
      "forecast", "calls.csv", "--time", "when", "--value", "calls", "--horizon", "14d",
      "--levels", "50,80", "--paths", "3", "--paths-out", "paths.csv", "--json",
    ]
    let run = try Command.run(arguments, in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let document = try object(run.output)
    #expect(document["model"] as? String == "intraday")
    let points = try #require(document["points"] as? [[String: Any]])
    #expect(points.count == 80)
    #expect(points.first?["time"] as? String == "2026-03-02 08:00")
    #expect(points.last?["time"] as? String == "2026-03-13 11:30")
    for point in points {
      let ends = ["lower80", "lower50", "mean", "upper50", "upper80"].compactMap {
        point[$0] as? Double
      }
      #expect(ends.count == 5 && ends == ends.sorted() && ends[0] >= 0)
    }
    let totals = try #require(document["totals"] as? [[String: Any]])
    #expect(totals.compactMap { $0["period"] as? String }.filter { $0 == "week" }.count == 2)
    #expect(totals.count == 12)
    let paths = try String(
      contentsOf: scratch.url.appendingPathComponent("paths.csv"), encoding: .utf8)
    #expect(paths.split(separator: "\n").count == 241)
    let again = try Command.run(arguments + ["--threads", "1"], in: scratch.url)
    #expect(again.output == run.output)
  }

  @Test("The rows of a future are answered exactly, closed ones with zero")
  func future() throws {
    let scratch = try Scratch()
    _ = try scratch.file("calls.csv", halfHours())
    _ = try scratch.file(
      "future.csv",
      "when,open\n2026-03-03 09:00,1\n2026-03-02 08:00,1\n2026-03-07 09:00,1\n2026-03-03 09:30,0\n")
    let run = try Command.run(
      [
        "forecast", "calls.csv", "--time", "when", "--value", "calls", "--future", "future.csv",
        "--json",
      ], in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let points = try #require(try object(run.output)["points"] as? [[String: Any]])
    #expect(
      points.compactMap { $0["time"] as? String } == [
        "2026-03-03 09:00", "2026-03-02 08:00", "2026-03-07 09:00", "2026-03-03 09:30",
      ])
    let means = points.compactMap { $0["mean"] as? Double }
    #expect(abs(means[0] / 142 - 1) < 0.05 && means[2] == 0)
  }

  @Test("Months and numbered steps take a frequency and horizons in months")
  func months() throws {
    let scratch = try Scratch()
    var numbered = "t,y,name\n"
    var dated = "month,y\n"
    for place in 0..<48 {
      let value = 200 + place + (place % 12) * 5
      numbered += "\(place + 1),\(value),a\n\(place + 1),\(value * 2),b\n"
      dated += "\(2020 + place / 12)-\(two(place % 12 + 1)),\(value)\n"
    }
    _ = try scratch.file("n.csv", numbered)
    _ = try scratch.file("d.csv", dated)
    let run = try Command.run(
      [
        "forecast", "n.csv", "--time", "t", "--value", "y", "--id", "name", "--frequency", "12",
        "--horizon", "18mo", "--json",
      ], in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let points = try #require(try object(run.output)["points"] as? [[String: Any]])
    #expect(points.count == 36)
    #expect(points[0]["time"] as? String == "49" && points[0]["id"] as? String == "a")
    #expect(abs((points[18]["mean"] as? Double ?? 0) / 496 - 1) < 0.05)
    let months = try Command.run(
      "forecast", "d.csv", "--time", "month", "--value", "y", "--horizon", "3mo", in: scratch.url)
    #expect(months.code == 0, "\(months.errors)")
    #expect(months.output.contains("2024-01") && months.output.contains("2024-03"))
  }

  @Test("What cannot be read is refused with its line and what to type")
  func refused() throws {
    let scratch = try Scratch()
    func refusal(
      _ text: String, _ more: [String] = ["--horizon", "7d"], code: Int32 = 1
    ) throws -> String {
      _ = try scratch.file("x.csv", text)
      let run = try Command.run(
        ["forecast", "x.csv", "--time", "when", "--value", "calls"] + more, in: scratch.url)
      #expect(run.code == code, "\(run.output) \(run.errors)")
      #expect(run.output.isEmpty)
      return run.errors
    }
    #expect(try refusal("").contains("x.csv:1:1: the file is empty"))
    #expect(try refusal("when,calls\n").contains("no rows"))
    #expect(
      try refusal("at,calls\n1,2\n").contains("no column \"when\". The columns are at, calls"))
    let text = try refusal(halfHours { $0 == 1 && $1 == 0 ? "2026-01-06 08:00,many\n" : nil })
    #expect(text.contains("x.csv:10:18: \"many\" is not a number of calls"))
    let again = try refusal(halfHours { $0 == 1 && $1 == 1 ? "2026-01-06 08:00,7\n" : nil })
    #expect(again.contains("x.csv:11:1: 2026-01-06 08:00 stands already in line 10"))
    let off = try refusal(halfHours { $0 == 1 && $1 == 1 ? "2026-01-06 08:35,7\n" : nil })
    #expect(off.contains("35 minutes after the row before, not 30"))
    #expect(try refusal(halfHours(3)).contains("3 days of data. Give at least one week"))
    #expect(try refusal(halfHours { _, _ in "" }).contains("no rows"))
    let model = ["--horizon", "7d", "--model", "best"]
    #expect(try refusal(halfHours(), model, code: 2).contains("write intraday or one of auto, ets"))
    #expect(try refusal(halfHours(), [], code: 2).contains("--horizon 28d"))
    #expect(try refusal(halfHours(), ["--horizon", "soon"], code: 2).contains("Write 28d"))
  }

  @Test("An hour that the clock repeats is refused without a zone and added up with one")
  func clockChange() throws {
    let scratch = try Scratch()
    var text = "when,calls\n"
    for day in 0..<21 {
      for hour in 0..<24 {
        let date = day < 14 ? "2026-10-\(two(18 + day))" : "2026-11-\(two(day - 13))"
        let row = "\(date) \(two(hour)):00,100\n"
        text += row
        if date == "2026-11-01" && hour == 1 { text += row }
      }
    }
    _ = try scratch.file("c.csv", text)
    let arguments = [
      "forecast", "c.csv", "--time", "when", "--value", "calls", "--horizon", "7d",
    ]
    let plain = try Command.run(arguments, in: scratch.url)
    #expect(plain.code == 1)
    #expect(plain.errors.contains("give --time-zone if the clock went back"))
    let zoned = try Command.run(
      arguments + ["--time-zone", "America/Chicago"], in: scratch.url)
    #expect(zoned.code == 0, "\(zoned.errors)")
  }

  @Test("Missing values are not zero: half hours left out do not lower the forecast")
  func missing() throws {
    let scratch = try Scratch()
    _ = try scratch.file("a.csv", halfHours())
    _ = try scratch.file("b.csv", halfHours { day, slot in day % 9 == 1 && slot > 3 ? "" : nil })
    func first(_ file: String) throws -> Double {
      let run = try Command.run(
        "forecast", file, "--time", "when", "--value", "calls", "--horizon", "7d", "--json",
        in: scratch.url)
      #expect(run.code == 0, "\(run.errors)")
      let points = try #require(try object(run.output)["points"] as? [[String: Any]])
      return try #require(points[0]["mean"] as? Double)
    }
    let (whole, gaps) = (try first("a.csv"), try first("b.csv"))
    #expect(abs(gaps / whole - 1) < 0.05)
  }

  @Test("A column of members is what days are proportional to, and known causes act as they did")
  func causes() throws {
    let scratch = try Scratch()
    var (past, future) = ("day,calls,members,letters\n", "day,members,letters\n")
    for place in 0..<90 {
      let date =
        place < 31
        ? "01-\(two(place + 1))" : place < 59 ? "02-\(two(place - 30))" : "03-\(two(place - 58))"
      let letters = place % 13 == 5 ? 1 : 0
      let members = place < 80 ? 1000 + place : 2000
      if place < 80 {
        past += "2026-\(date),\((members / 5) * (1 + letters)),\(members),\(letters)\n"
      } else {
        future += "2026-\(date),\(members),\(letters)\n"
      }
    }
    _ = try scratch.file("past.csv", past)
    _ = try scratch.file("future.csv", future)
    let run = try Command.run(
      [
        "forecast", "past.csv", "--time", "day", "--value", "calls", "--regressors",
        "members,letters", "--future", "future.csv", "--json",
      ], in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let points = try #require(try object(run.output)["points"] as? [[String: Any]])
    let means = points.compactMap { $0["mean"] as? Double }
    // Letters go out on the day that is 83 days after the first.
    for (place, mean) in means.enumerated() {
      #expect(abs(mean / (place == 3 ? 800 : 400) - 1) < 0.06, "\(place) \(mean)")
    }
  }

  @Test(
    "Months take known causes, say by how much each multiplies, and list what is hard to believe")
  func monthlyCauses() throws {
    let scratch = try Scratch()
    var (past, future) = ("month,calls,letters\n", "month,letters\n")
    for month in 0..<48 {
      let letters = month * 5 % 7 == 0 ? 1 : 0
      var calls = (1000 + 8 * month + 10 * (month * 11 % 5)) * (letters == 1 ? 3 : 2)
      if month == 33 { calls *= 9 }
      let row = "\(2022 + month / 12)-\(two(month % 12 + 1))"
      past += "\(row),\(calls),\(letters)\n"
    }
    for month in 0..<4 { future += "2026-0\(month + 1),\(month % 2)\n" }
    _ = try scratch.file("m.csv", past)
    _ = try scratch.file("f.csv", future)
    let run = try Command.run(
      [
        "forecast", "m.csv", "--time", "month", "--value", "calls", "--regressors", "letters",
        "--future", "f.csv", "--outliers", "exclude", "--json",
      ], in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let document = try object(run.output)
    let causes = try #require(document["causes"] as? [[String: Any]])
    let multiplier = try #require(causes.first?["multiplier"] as? Double)
    // Letters made half as many calls again.
    #expect(abs(multiplier / 1.5 - 1) < 0.1)
    #expect(causes.first?["lower80"] as? Double ?? 9 < multiplier)
    let outliers = try #require(document["outliers"] as? [[String: Any]])
    #expect(outliers.map { $0["time"] as? String } == ["2024-10"])
    #expect(outliers.first?["excluded"] as? Bool == true)
    let means = try #require(document["points"] as? [[String: Any]]).map {
      $0["mean"] as? Double ?? 0
    }
    #expect(means.count == 4 && means[1] / means[0] > 1.3 && means[3] / means[2] > 1.3)
  }

  @Test("Named models forecast intervals too, and the answer has a card")
  func namedModels() throws {
    let scratch = try Scratch()
    _ = try scratch.file("calls.csv", halfHours())
    for model in ["mstl", "ets", "theta", "seasonal-naive", "naive"] {
      let run = try Command.run(
        [
          "forecast", "calls.csv", "--time", "when", "--value", "calls", "--horizon", "7d",
          "--model", model, "--json",
        ], in: scratch.url)
      #expect(run.code == 0, "\(run.errors)")
      let document = try object(run.output)
      #expect((document["model"] as? String)?.hasPrefix(model) == true)
      #expect((document["card"] as? String)?.isEmpty == false)
      #expect((document["points"] as? [[String: Any]])?.count == 40)
    }
  }

  @Test("A history that ends within a day is forecast from the next half hour on")
  func partialDay() throws {
    let scratch = try Scratch()
    let rows = halfHours { day, slot in day == 53 && slot >= 5 ? "" : day > 53 ? "" : nil }
    _ = try scratch.file("calls.csv", rows)
    let run = try Command.run(
      [
        "forecast", "calls.csv", "--time", "when", "--value", "calls", "--horizon", "2d", "--json",
      ], in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let points = try #require(object(run.output)["points"] as? [[String: Any]])
    #expect(points.first?["time"] as? String == "2026-02-27 10:30")
    #expect(run.errors.contains("ends within a day, at 2026-02-27 10:00"))
  }

  @Test("Times with offsets from UTC need a zone once the offsets change, and keep their form")
  func offsets() throws {
    let scratch = try Scratch()
    var text = "when,calls\n"
    for day in 0..<28 {
      // The clocks of Chicago went forward on 2026-03-08.
      let (month, date) = day < 12 ? (2, 17 + day) : (3, day - 11)
      let offset = day < 19 ? "-06:00" : "-05:00"
      for slot in 0..<4 {
        text += "2026-\(two(month))-\(two(date))T\(two(9 + slot)):00:00\(offset),\(50 + slot)\n"
      }
    }
    _ = try scratch.file("o.csv", text)
    let arguments = ["forecast", "o.csv", "--time", "when", "--value", "calls", "--horizon", "2d"]
    let refused = try Command.run(arguments, in: scratch.url)
    #expect(refused.code == 1 && refused.errors.contains("2 offsets from UTC"))
    let run = try Command.run(
      arguments + ["--time-zone", "America/Chicago", "--json"], in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let points = try #require(object(run.output)["points"] as? [[String: Any]])
    #expect(points.first?["time"] as? String == "2026-03-17T09:00:00-05:00")
    #expect(points.count == 8)
  }

  @Test("Seasons are those of the times, or refused with what to write")
  func seasons() throws {
    let scratch = try Scratch()
    _ = try scratch.file("calls.csv", halfHours())
    let arguments = [
      "forecast", "calls.csv", "--time", "when", "--value", "calls", "--horizon", "7d", "--season",
    ]
    #expect(try Command.run(arguments + ["1d"], in: scratch.url).code == 0)
    #expect(try Command.run(arguments + ["1d,1w,1mo"], in: scratch.url).code == 0)
    let short = try Command.run(arguments + ["1d,1w,1y"], in: scratch.url)
    #expect(short.code == 1 && short.errors.contains("Give at least 365"))
    let other = try Command.run(arguments + ["9h"], in: scratch.url)
    #expect(other.code == 2 && other.errors.contains("the seasons 1d, 1w, 1mo and 1y"))
  }
}
