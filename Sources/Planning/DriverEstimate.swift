import ClaimsStore
import Demand
import Forecasting
import Quantities

/// Drivers estimated from claims and recorded contacts: items per reject by code and per fill, with their lags.
public struct DriverEstimate: Encodable, Sendable {
  /// A driver as a spec states it, with what was estimated.
  public struct Driver: Encodable, Sendable {
    /// The predicate over claims.
    public var claims: String
    /// Events on the days that were used.
    public var events: Double
    /// Items for one event.
    public var perClaim: Double
    /// Ends of its 95 % interval.
    public var lower95: Double
    /// The upper end.
    public var upper95: Double
    /// Mean days from claim to contact; nothing when the cause brings none.
    public var meanLagDays: Double?
    /// Share of the contacts by days after the claim.
    public var lagShares: [Double]
  }

  /// The first and the last day on which claims and contacts overlap.
  public var from: String
  /// The last day.
  public var through: String
  /// Days that were used.
  public var days: Int
  /// The drivers, fills last.
  public var drivers: [Driver]
  /// Contacts a day that no claim explains.
  public var perDay: Double
  /// Relative contacts by weekday from Monday; empty when weekdays do not matter.
  public var weekdays: [Double]
  /// Variance of contacts over their expectation.
  public var dispersion: Double
  /// What the data cannot tell, in sentences.
  public var statements: [String]

  /// The most reject codes that are told apart.
  static let mostCodes = 6
  /// Events that a cause needs at least.
  static let fewestEvents = 100.0

  /// Estimates the drivers.
  ///
  /// - Parameters:
  ///   - store: The store of claims.
  ///   - request: The file of contacts with its columns; of days or intervals.
  /// - Returns: The estimate.
  /// - Throws: ``PlanningError``, `IntervalExportError`, `ForecastingError` and the store's errors, each with the
  ///   place and what to type.
  public static func run(store: String, _ request: SeriesRequest) throws -> DriverEstimate {
    let (table, clock) = try SeriesForecasting.read(request)
    guard clock.kind == .minute || clock.step == .day, let series = table.series.first else {
      throw PlanningError(
        "\(request.file): steps of \(clock.step.words). Give contacts by day or by interval.")
    }
    let history = CalendarSeries(series, clock)
    let open = history.openSlots
    let totals = history.days.enumerated().map { day, values -> Double? in
      // A closed day brings no contact; a day with gaps says nothing.
      let wanted = open[(history.start + day).weekday.rawValue]
      if history.closed[day] || wanted.isEmpty { return 0 }
      guard wanted.allSatisfy({ values[$0] != nil }) else { return nil }
      return values.reduce(0) { $0 + ($1 ?? 0) }
    }
    let zone = try request.timeZone.map { name -> ZoneRules in
      guard let zone = ZoneRules(name: name) else {
        throw PlanningError(
          "--time-zone \(name): write a zone such as America/Chicago.", kind: .usage)
      }
      return zone
    }
    let claims = try ClaimsSnapshot.open(store)
    let episodes = try ClaimEpisodes(claims, zone: zone ?? .utc, threads: request.threads)
    let all = try episodes.demandEvents(where: .all, threads: request.threads)
    guard let firstClaim = all.map(\.localDay).min(), let lastClaim = all.map(\.localDay).max()
    else { throw PlanningError("\(store): it holds no claims. Import some first.") }
    let lag = LagRegression.longestLag
    let first = max(history.start, LocalDate(daysSince1970: firstClaim + lag))
    let last = min(history.start + (totals.count - 1), LocalDate(daysSince1970: lastClaim))
    guard first < last else {
      throw PlanningError(
        "\(request.file): contacts from \(history.start) to \(history.start + (totals.count - 1)) and claims from "
          + "\(LocalDate(daysSince1970: firstClaim)) to \(LocalDate(daysSince1970: lastClaim)) do not overlap by "
          + "more than \(lag) days. Give contacts of the same time.")
    }
    var causes: [(predicate: String, cause: LagRegression.Cause)] = []
    let codes = try ClaimsDatabase(claims: claims).query(
      "SELECT reject_code, count(*) AS n FROM claims WHERE status = 'rejected' AND reject_code IS NOT NULL "
        + "GROUP BY reject_code ORDER BY n DESC, reject_code LIMIT \(mostCodes)",
      threads: request.threads
    ).rows.map { $0[0].text }
    let quoted = codes.map {
      $0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }
    let predicates =
      quoted.map { "status = 'rejected' AND reject_code = '\($0)'" } + ["status = 'paid'"]
    for predicate in predicates {
      let events = try episodes.demandEvents(
        where: ClaimsPredicate(predicate), threads: request.threads)
      var counts = Array(repeating: 0.0, count: last - first + 1 + lag)
      for event in events {
        let day = event.localDay - (first.daysSince1970 - lag)
        if counts.indices.contains(day) { counts[day] += 1 }
      }
      guard counts.reduce(0, +) >= fewestEvents else { continue }
      causes.append((predicate, LagRegression.Cause(name: predicate, events: counts)))
    }
    guard !causes.isEmpty else {
      throw PlanningError(
        "\(store): no reject code and no fill with \(Int(fewestEvents)) claims from \(first) to \(last). Give "
          + "more claims.")
    }
    let items = Array(totals[(first - history.start)...(last - history.start)])
    let fit = try LagRegression(
      items: items, start: first, causes: causes.map(\.cause), location: request.file)
    return DriverEstimate(
      from: first.description, through: last.description, days: items.count { $0 != nil },
      drivers: fit.effects.map {
        Driver(
          claims: $0.name, events: $0.events, perClaim: $0.perEvent, lower95: $0.lower95,
          upper95: $0.upper95, meanLagDays: $0.meanLagDays, lagShares: $0.lagShares)
      }, perDay: fit.constant, weekdays: fit.weekdays, dispersion: fit.dispersion,
      statements: Self.statements(fit))
  }

  private static func statements(_ fit: LagRegression) -> [String] {
    var sentences = fit.confused.map {
      "The data cannot tell apart what comes from \($0.first) and from \($0.second); their rates trade off."
    }
    for effect in fit.effects where effect.lower95 <= 0 {
      sentences.append(
        "Whether \(effect.name) brings any contact is not certain: its interval reaches zero.")
    }
    sentences.append(
      "Lags beyond \(LagRegression.longestLag) days count as contacts that no claim explains.")
    return sentences
  }
}
