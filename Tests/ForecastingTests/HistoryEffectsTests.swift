import Forecasting
import Quantities
import RandomStreams
import Results
import Testing

@Suite("Dated effects of a history")
struct HistoryEffectsTests {
  private let calendar = IntervalCalendar(
    start: day("2027-01-01"), end: day("2027-03-31"), intervalSeconds: 3600, zone: .utc)

  private let mailings = [day("2026-09-07"), day("2026-10-12"), day("2026-11-16")]

  /// Nineteen weeks of about 400 a day that a mailing multiplies by 1.6, half of it gone every 10 days.
  private func demand(
    _ seed: UInt64, times: Double? = nil, future: LocalDate? = nil, members: Bool = false
  ) -> DemandResult {
    var draws = RandomStream(seed: seed, stream: 3)
    let start = day("2026-08-24")
    let daily = (0..<130).map { place -> Double? in
      Double(draws.nextGammaPoisson(mean: mean(start + place), rateCV: 0.03))
    }
    var history = VolumeHistory(
      start: start, daily: daily, closed: daily.map { _ in false }, intervalSeconds: 3600,
      dayProfiles: Array(repeating: Array(repeating: 1.0 / 24, count: 24), count: 7), exposure: [],
      futureExposure: [], intervals: [])
    history.effects = [
      DatedEffect(
        name: "Letters", dates: mailings + [future].compactMap(\.self), times: times,
        halfLifeDays: 10)
    ]
    return DemandResult(
      membersByMonth: [], events: [],
      queues: [
        QueueDemand(
          queue: "voice",
          drivers: [
            DriverDemand(
              name: "calls", explanation: "", history: history, known: nil, knownByMonth: [],
              levelSpread: 0, daySpread: 0)
          ])
      ], claims: nil)
  }

  private func mean(_ date: LocalDate) -> Double {
    400
      * mailings.reduce(1.0) { sum, first in
        date < first ? sum : sum + 0.6 * power(0.5, Double(date - first) / 10)
      }
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    // Enough steps for a half-life in tenths of a day.
    var value = 1.0
    let tenth = 0.9330329915368074  // 2 to the power of -0.1
    for _ in 0..<Int((exponent * 10).rounded()) { value *= tenth }
    return base == 0.5 ? value : 0
  }

  private func run(_ demand: DemandResult) throws -> QueueForecast {
    try forecast(
      demand: demand, calendar: calendar, openMasks: [:], liveQueues: [], paths: 0, seed: 1,
      decisionLead: 21
    ).0.queues[0]
  }

  @Test(
    "The size that three mailings had is found, with an interval", arguments: [1, 2] as [UInt64])
  func found(seed: UInt64) throws {
    let queue = try run(demand(seed))
    let effect = try #require(queue.models[0].effects?.first)
    // On a log scale the fading is not quite a straight line, so some bias is allowed.
    #expect(abs(effect.times - 1.6) < 0.12 && effect.seen == 3, "\(effect)")
    #expect(effect.lower95 < effect.times && effect.upper95 > effect.times)
    #expect(queue.models[0].explanation.contains("Letters multiplies the work by 1."))
  }

  @Test("A mailing to come raises the forecast by its size, whether given or found")
  func future() throws {
    let first = day("2027-02-01")
    for times in [nil, 1.6] as [Double?] {
      let with = try run(demand(4, times: times, future: first))
      let without = try run(demand(4, times: times))
      let place = first - calendar.start
      let ratios = (0..<90).map { with.days[$0].mean / without.days[$0].mean }
      #expect(ratios[..<place].allSatisfy { abs($0 - 1) < 1e-9 })
      #expect(abs(ratios[place] - 1.6) < 0.12)
      #expect(ratios[place + 40] < 1.06)
    }
  }

  @Test("A backtest and a replay of the last peak stand in the model card")
  func review() throws {
    let queue = try run(demand(5))
    let backtest = try #require(queue.models[0].backtest)
    #expect(backtest.byHorizon.map(\.name) == ["week 1", "week 2", "week 3", "week 4"])
    #expect(backtest.byWeekday.count == 7)
    #expect(backtest.byHorizon.reduce(0) { $0 + $1.model.count } == backtest.all.model.count)
    #expect(backtest.all.model.wape == queue.models[0].backtestWAPE)
    // Each day's total is 400 with a standard deviation of 6 %: the least error is about 4.7 %.
    #expect((0.03...0.09).contains(backtest.all.model.wape ?? 1))
    let replay = try #require(queue.models[0].replay)
    // The last mailing begins the peak; what it should bring is known.
    let first = day("2026-11-16")
    let due = (0..<28).reduce(0) { $0 + mean(first + $1) }
    #expect(replay.peak.forecast.start == first)
    #expect(replay.knownThrough == first - 22 && replay.leadDays == 21)
    #expect(abs(replay.peak.seen / due - 1) < 0.05)
    #expect(abs(replay.peak.forecast.mean / due - 1) < 0.15)
    #expect(replay.weeks.count == 4)
    #expect(abs(replay.weeks.reduce(0) { $0 + $1.seen } - replay.peak.seen) < 1e-6)
  }

  @Test("A replay knows nothing after its decision")
  func blind() throws {
    var demand = demand(6)
    let before = try #require(try run(demand).models[0].replay)
    // What came between the decision and the peak's first day changes to nonsense.
    let history = try #require(demand.queues[0].drivers[0].history)
    let place = before.knownThrough - history.start
    for day in (place + 1)...(place + 15) {
      demand.queues[0].drivers[0].history?.daily[day] = 10
    }
    let after = try #require(try run(demand).models[0].replay)
    #expect(after.peak.forecast == before.peak.forecast && after.peak.naive == before.peak.naive)
  }

  @Test("A short history has no replay")
  func short() throws {
    var demand = demand(7)
    demand.queues[0].drivers[0].history?.daily.removeFirst(60)
    demand.queues[0].drivers[0].history?.closed.removeFirst(60)
    demand.queues[0].drivers[0].history?.start = day("2026-08-24") + 60
    demand.queues[0].drivers[0].history?.effects = nil
    #expect(try run(demand).models[0].replay == nil)
  }
}
