import Forecasting
import Foundation
import Quantities
import RandomStreams
import Results
import Testing

@Suite("Forecast stage")
struct ForecastStageTests {
  static let start = day("2026-07-06")

  static func sample(days: Int, level: Double, seed: UInt64) -> [Double?] {
    var draws = RandomStream(seed: seed, stream: 1)
    return counts(days: days, from: start) { index, _ in
      let pattern = [1.2, 1.1, 1.0, 1.0, 0.9, 0.5, 0.3][index % 7]
      let mean = draws.nextLognormal(mean: level * pattern, cv: 0.08)
      return Double(draws.nextPoisson(mean: mean))
    }
  }

  @Test("A day's intervals sum to the day on days of 46, 48 and 50 half hours")
  func clockChanges() throws {
    let calendar = horizon("2026-10-26", "2027-03-31")
    let values = counts(days: 112, from: Self.start) { _, _ in 480 }
    let profile = Array(repeating: 1.0 / 48, count: 48)
    let (result, _) = try forecast(
      demand: demand(["desk": history(start: Self.start, daily: values, profile: profile)]),
      calendar: calendar, openMasks: [:], liveQueues: [], paths: 0, seed: 1)
    let lengths = Set(calendar.days.map(\.intervals.count))
    #expect(lengths == [46, 48, 50])
    for (index, date) in calendar.days.enumerated() {
      let total = result.queues[0].mean[date.intervals].reduce(0, +)
      #expect(abs(total - 480) < 5)
      #expect(abs(result.queues[0].days[index].mean - total) < 1e-9)
    }
  }

  @Test("Live items fall on the day's open intervals; deferred work arrives at any time")
  func openIntervals() throws {
    let calendar = horizon("2026-11-02", "2026-11-15")
    let values = counts(days: 119, from: Self.start) { _, _ in 100 }
    let hours = try #require(WeeklyHours(text: "Mon-Sat 09:00-17:00"))
    let mask = calendar.openMask(hours)
    let even = Array(repeating: 1.0 / 48, count: 48)
    let seen = history(start: Self.start, daily: values, profile: even)
    let (result, _) = try forecast(
      demand: demand(["cases": seen, "voice": seen]), calendar: calendar,
      openMasks: ["cases": mask, "voice": mask], liveQueues: ["voice"], paths: 0, seed: 1)
    let (cases, voice) = (result.queues[0], result.queues[1])
    for (index, date) in calendar.days.enumerated() {
      let isSunday = date.date.weekday == .sunday
      #expect(abs(cases.days[index].mean - 100) < 1)
      #expect(abs(voice.days[index].mean - (isSunday ? 0 : 100)) < 1)
      for interval in date.intervals where !mask[interval] {
        #expect(voice.mean[interval] == 0)
        #expect(abs(cases.mean[interval] - 100.0 / 48) < 0.05)
      }
    }
    #expect(voice.models[0].explanation.contains("14.3 % of the items fall on days"))
  }

  @Test("Recorded intervals give each weekday its own profile")
  func recordedProfiles() throws {
    // Mornings on Mondays, afternoons otherwise.
    let intervals = (0..<56).map { index -> [Double?] in
      let busy = index % 7 == 0 ? 18 : 30
      return (0..<48).map { slot -> Double? in slot == busy ? 60 : 0 }
    }
    let values = counts(days: 56, from: Self.start) { _, _ in 60 }
    let calendar = horizon("2026-08-31", "2026-09-06")
    let (result, _) = try forecast(
      demand: demand([
        "voice": history(start: Self.start, daily: values, intervals: intervals)
      ]), calendar: calendar, openMasks: [:], liveQueues: [], paths: 0, seed: 1)
    let mean = result.queues[0].mean
    #expect(abs(mean[18] - 60) < 1)
    #expect(mean[30] < 1)
    #expect(abs(mean[48 + 30] - 60) < 1)
  }

  @Test("Known items pass through, and spreads of nought give paths equal to them")
  func knownItems() throws {
    let calendar = horizon("2027-01-01", "2027-01-31")
    let items = (0..<calendar.intervalCount).map { Double($0 % 48) }
    let (result, paths) = try forecast(
      demand: knownDemand(items, levelSpread: 0, daySpread: 0), calendar: calendar, openMasks: [:],
      liveQueues: [], paths: 3, seed: 5)
    #expect(result.queues[0].mean == items)
    for path in 0..<3 { #expect(paths.items(path: path, queue: 0) == items) }
    #expect(result.queues[0].models[0].backtestDays == 0)
  }

  @Test("Known items vary by their stated spreads")
  func knownSpreads() throws {
    let calendar = horizon("2027-01-01", "2027-01-31")
    let items = Array(repeating: 10.0, count: calendar.intervalCount)
    let (_, paths) = try forecast(
      demand: knownDemand(items, levelSpread: 0.2, daySpread: 0), calendar: calendar,
      openMasks: [:], liveQueues: [], paths: 400, seed: 5)
    let totals = (0..<400).map { paths.items(path: $0, queue: 0).reduce(0, +) }
    let mean = totals.reduce(0, +) / 400
    let variance = totals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399
    // The coefficient of variation of 400 draws has a standard error of about 0.2 / √800 = 0.007.
    #expect(abs(variance.squareRoot() / mean - 0.2) < 0.03)
    #expect(abs(mean / items.reduce(0, +) - 1) < 1e-9)
  }

  @Test("Paths average the mean forecast and depend on nothing but seed and names")
  func pathsAverageTheMean() throws {
    let calendar = horizon("2026-10-26", "2026-12-31")
    let seen = history(start: Self.start, daily: Self.sample(days: 112, level: 90, seed: 3))
    let run = { (names: [String], seed: UInt64) in
      var queues: [String: VolumeHistory] = [:]
      for name in names { queues[name] = seen }
      return try forecast(
        demand: demand(queues), calendar: calendar, openMasks: [:], liveQueues: [], paths: 50,
        seed: seed)
    }
    let (result, paths) = try run(["a"], 9)
    var sum = Array(repeating: 0.0, count: calendar.intervalCount)
    for path in 0..<paths.count {
      for (interval, value) in paths.items(path: path, queue: 0).enumerated() {
        sum[interval] += value / Double(paths.count)
      }
    }
    for (average, mean) in zip(sum, result.queues[0].mean) {
      #expect(abs(average - mean) <= 1e-9 * max(1, mean))
    }
    let largest = (0..<50).map { paths.items(path: $0, queue: 0).max() ?? 0 }.max() ?? 0
    #expect(abs(paths.largestItems(queue: 0) - largest) < 1e-9)
    let (both, other) = try run(["a", "b"], 9)
    #expect(both.queues[0] == result.queues[0])
    #expect(other.items(path: 7, queue: 0) == paths.items(path: 7, queue: 0))
    #expect(other.items(path: 7, queue: 1) != other.items(path: 7, queue: 0))
    let (_, reseeded) = try run(["a"], 10)
    #expect(reseeded.items(path: 7, queue: 0) != paths.items(path: 7, queue: 0))
  }

  @Test("80 % intervals of days and weeks hold about 80 % of what a known process goes on to do")
  func coverage() throws {
    let calendar = horizon("2026-10-26", "2026-11-22")
    var inside = (days: 0, weeks: 0)
    let runs = 12
    for run in 0..<runs {
      let values = Self.sample(days: 112 + 28, level: 60, seed: UInt64(run) + 100)
      let (result, _) = try forecast(
        demand: demand([
          "voice": history(start: Self.start, daily: Array(values.prefix(112)))
        ]), calendar: calendar, openMasks: [:], liveQueues: [], paths: 0, seed: UInt64(run))
      let future = values.suffix(28).map { $0 ?? 0 }
      for (index, band) in result.queues[0].days.enumerated() {
        if future[index] >= band.lower80 && future[index] <= band.upper80 { inside.days += 1 }
      }
      for (index, band) in result.queues[0].weeks.enumerated() {
        let total = future[7 * index..<7 * index + 7].reduce(0, +)
        if total >= band.lower80 && total <= band.upper80 { inside.weeks += 1 }
      }
    }
    // 336 days: a standard error of 2.2 points; 48 weeks: 5.8 points, and a little width to spare.
    let days = Double(inside.days) / Double(28 * runs)
    let weeks = Double(inside.weeks) / Double(4 * runs)
    #expect(days > 0.73 && days < 0.88)
    #expect(weeks > 0.65 && weeks <= 1)
  }

  @Test("The backtest of a steady series beats the seasonal naive forecast")
  func backtestCard() throws {
    let calendar = horizon("2026-10-26", "2026-11-22")
    let (result, _) = try forecast(
      demand: demand([
        "voice": history(start: Self.start, daily: Self.sample(days: 112, level: 60, seed: 1))
      ]), calendar: calendar, openMasks: [:], liveQueues: [], paths: 0, seed: 1)
    let card = result.queues[0].models[0]
    let wape = try #require(card.backtestWAPE)
    #expect(wape < (try #require(card.naiveWAPE)))
    #expect(card.backtestDays == 56)
    #expect(card.explanation.contains("Less than a year was seen"))
  }

  @Test("Lists of another length are refused with queue and driver")
  func refusals() {
    let calendar = horizon("2026-10-26", "2026-11-01")
    let seen = history(
      start: Self.start, daily: Array(repeating: 5, count: 30),
      exposure: Array(repeating: 10, count: 30), futureExposure: [1, 2])
    #expect(
      throws: ForecastingError(
        .lengthMismatch, at: "queue voice, driver seen",
        problem: "2 future exposures are given, the horizon has 7 days",
        remedy: "Give one for each day")
    ) {
      _ = try forecast(
        demand: demand(["voice": seen]), calendar: calendar, openMasks: [:], liveQueues: [],
        paths: 0, seed: 1)
    }
    let members = Array(repeating: 1000.0, count: 7)
    let growing = history(
      start: Self.start, daily: Array(repeating: 5, count: 30), futureExposure: members)
    #expect(
      throws: ForecastingError(
        .lengthMismatch, at: "queue voice, driver seen",
        problem: "future members are given without past ones",
        remedy: "Give the members behind each day of the history as well")
    ) {
      _ = try forecast(
        demand: demand(["voice": growing]), calendar: calendar, openMasks: [:], liveQueues: [],
        paths: 0, seed: 1)
    }
    #expect(throws: ForecastingError.self) {
      _ = try forecast(
        demand: knownDemand([1], levelSpread: 0, daySpread: 0), calendar: calendar,
        openMasks: [:], liveQueues: [], paths: 0, seed: 1)
    }
  }
}
