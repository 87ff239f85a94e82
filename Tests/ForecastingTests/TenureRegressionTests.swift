import Demand
import Forecasting
import Quantities
import RandomStreams
import Testing

@Suite("Contacts per member by tenure")
struct TenureRegressionTests {
  private let points = [-14.0, 0, 30, 90]

  @Test("Members by tenure times a curve are the members that the demand stage weighs")
  func agreesWithMembership() {
    let start = day("2026-10-01")
    let joined = [(day("2026-09-10"), 400.0), (day("2026-11-01"), 900), (day("2027-01-01"), 5000)]
    let multiples = [1.5, 4, 2, 0.8]
    let membership = Membership(
      start: 10_000,
      events: joined.map { Membership.Event(date: $0.0, members: $0.1, name: "") }
        + [Membership.Event(date: day("2026-12-01"), members: -700, name: "")])
    let dates = (0..<150).map { start + $0 }
    let columns = TenureColumns(
      points: points, start: start, members: dates.map { membership.members(on: $0) },
      joined: joined.map { (date: $0.0, count: $0.1) })
    let curve = TenureCurve(days: points, multiples: multiples)
    for (place, date) in dates.enumerated() {
      let sum = zip(columns.members, multiples).reduce(0) { $0 + $1.0[place] * $1.1 }
      #expect(abs(sum - membership.weightedMembers(on: date, tenure: curve)) < 1e-6, "\(date)")
    }
  }

  /// Contacts of members with a known curve, and a cause that brings 0.3 each on the next day.
  private func sample(_ seed: UInt64, cv: Double) throws -> LagRegression {
    let start = day("2026-01-05")
    let lag = LagRegression.longestLag
    var draws = RandomStream(seed: seed, stream: 77)
    let count = 500
    let joined = (0..<16).map { month in
      (
        date: start + (30 * month),
        count: [200.0, 900, 400, 1500, 300, 4000][month % 6] * (0.8 + 0.4 * draws.nextUniform())
      )
    }
    let members = (0..<count).map { place in
      joined.filter { $0.date <= start + place }.reduce(50_000) { $0 + $1.count }
    }
    let tenure = TenureColumns(points: [0, 30, 90], start: start, members: members, joined: joined)
    let cause = LagRegression.Cause(
      name: "rejects", events: (0..<(count + lag)).map { _ in Double(draws.nextPoisson(mean: 80)) })
    let rates = [4.0, 2, 1].map { 0.05 * $0 / 30.4375 }
    let items = (0..<count).map { place -> Double? in
      let own = zip(tenure.members, rates).reduce(0) { $0 + $1.0[place] * $1.1 }
      let mean = own + 0.3 * cause.events[place + lag - 1]
      return Double(draws.nextGammaPoisson(mean: mean, rateCV: cv))
    }
    return try LagRegression(items: items, start: start, causes: [cause], tenure: tenure)
  }

  @Test("The 95 % intervals hold the truth in at least 36 of 40 cases", arguments: [0, 0.15])
  func coverage(cv: Double) throws {
    var inside = 0
    for seed in UInt64(1)...10 {
      let fit = try sample(seed, cv: cv)
      let truths = [4, 2, 0.05 / 30.4375]
      for (effect, truth) in zip(fit.tenure, truths)
      where effect.lower95 <= truth && truth <= effect.upper95 { inside += 1 }
      if fit.effects[0].lower95 <= 0.3, fit.effects[0].upper95 >= 0.3 { inside += 1 }
    }
    #expect(inside >= 36, "\(inside) of 40")
  }

  @Test("Counts that vary by a share of their size are found to be negative binomial")
  func variance() throws {
    #expect(try sample(3, cv: 0).isNegativeBinomial == false)
    let wide = try sample(3, cv: 0.15)
    #expect(wide.dispersion > 2)
  }

  @Test("Members of another length are refused")
  func refused() {
    let tenure = TenureColumns(points: [0], start: day("2026-01-05"), members: [1, 2], joined: [])
    #expect(throws: ForecastingError.self) {
      _ = try LagRegression(
        items: Array(repeating: 1, count: 100), start: day("2026-01-05"), causes: [],
        tenure: tenure)
    }
  }
}
