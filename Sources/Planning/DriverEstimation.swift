import ClaimsStore
import Demand
import Forecasting
import Quantities
import Scenarios

/// What drivers are to be estimated from.
public struct EstimateRequest: Sendable {
  /// The store of claims.
  public var store: String
  /// The contacts.
  public var contacts: SeriesRequest
  /// A table of members by month; nothing when there is none.
  public var members: String?
  /// The spec whose drivers are to be filled: its path and bytes.
  public var spec: (path: String, bytes: [UInt8])?
  /// The queue of the spec that the contacts belong to; needed when several have drivers.
  public var queue: String?

  /// Makes a request; see the properties.
  public init(
    store: String, contacts: SeriesRequest, members: String? = nil,
    spec: (path: String, bytes: [UInt8])? = nil, queue: String? = nil
  ) {
    (self.store, self.contacts, self.members) = (store, contacts, members)
    (self.spec, self.queue) = (spec, queue)
  }
}

/// Estimates drivers from data, and fills them into a spec when one is given.
///
/// - Parameter request: The data and the spec.
/// - Returns: The estimate, and the bytes of the filled spec.
/// - Throws: ``PlanningError``, `ScenarioProblems`, `IntervalExportError`, `ForecastingError` and the store's
///   errors, each with the place and what to type; nothing is filled then.
public func estimateDrivers(
  _ request: EstimateRequest
) throws -> (estimate: DriverEstimate, spec: [UInt8]?) {
  guard let spec = request.spec else {
    return (try DriverEstimation(request).estimate(wanted: [], points: nil), nil)
  }
  var filling = try SpecFilling(spec.path, spec.bytes, queue: request.queue)
  if filling.members != nil, request.members == nil {
    throw PlanningError(
      "\(filling.members?.location ?? spec.path): the driver is per member, and no members are given. Add "
        + "--members FILE.csv with members by month.", kind: .usage)
  }
  var estimate = try DriverEstimation(request).estimate(
    wanted: filling.predicates, points: filling.points)
  estimate.filled = try filling.fill(estimate, request)
  return (estimate, filling.result)
}

/// One estimation: contacts, claims and members of the same days.
struct DriverEstimation {
  private let request: EstimateRequest
  private let contacts: ContactsHistory
  private let episodes: ClaimEpisodes
  private let claims: ClaimsTable
  private let members: MembersHistory?
  private let first: LocalDate
  private let last: LocalDate

  /// The most reject codes that are told apart.
  static let mostCodes = 6
  /// Events that a cause needs at least.
  static let fewestEvents = 100.0
  /// Points of tenure in days when a spec does not say.
  static let usualPoints = [0.0, 30, 60, 90, 180]

  init(_ request: EstimateRequest) throws {
    self.request = request
    contacts = try ContactsHistory(request.contacts)
    claims = try ClaimsSnapshot.open(request.store)
    let threads = request.contacts.threads
    episodes = try ClaimEpisodes(claims, zone: contacts.zone, threads: threads)
    members = try request.members.map { file in
      try MembersHistory.read(bytes: try SeriesForecasting.bytes(file), file: file)
    }
    let all = try episodes.demandEvents(where: .all, threads: threads)
    guard let firstClaim = all.map(\.localDay).min(), let lastClaim = all.map(\.localDay).max()
    else { throw PlanningError("\(request.store): it holds no claims. Import some first.") }
    let lag = LagRegression.longestLag
    var first = max(contacts.start, LocalDate(daysSince1970: firstClaim + lag))
    var last = min(contacts.end, LocalDate(daysSince1970: lastClaim))
    guard first < last else {
      throw PlanningError(
        "\(request.contacts.file): contacts from \(contacts.start) to \(contacts.end) and claims from "
          + "\(LocalDate(daysSince1970: firstClaim)) to \(LocalDate(daysSince1970: lastClaim)) do not overlap by "
          + "more than \(lag) days. Give contacts of the same time.")
    }
    if let members {
      first = max(first, members.steps[0].date)
      last = min(last, members.end)
      guard first < last else {
        throw PlanningError(
          "\(request.members ?? ""): members from \(members.steps[0].date) to \(members.end) are not of the "
            + "time of the contacts and claims. Give members of the same months.")
      }
    }
    (self.first, self.last) = (first, last)
  }

  /// Estimates the drivers.
  ///
  /// - Parameters:
  ///   - wanted: Predicates of drivers that must be estimated, with their places; other reject codes and fills
  ///     that share no claim with them stand beside them, so that theirs are not taken for those of the driver.
  ///   - points: Points of tenure in days; nothing for the usual ones.
  /// - Returns: The estimate; the wanted drivers come first, in their order.
  /// - Throws: ``PlanningError`` for a predicate that cannot be used, and the errors of store and regression.
  func estimate(
    wanted: [(predicate: String, location: String)], points: [Double]?
  ) throws -> DriverEstimate {
    var causes: [LagRegression.Cause] = []
    for (predicate, location) in wanted {
      let parsed: ClaimsPredicate
      do {
        parsed = try ClaimsPredicate(predicate)
        try parsed.check(against: claims.schema)
      } catch {
        throw PlanningError("\(location): \(error)")
      }
      let counts = try events(parsed)
      let found = counts.reduce(0, +)
      guard found >= Self.fewestEvents else {
        throw PlanningError(
          "\(location): \(Int(found)) claims where \(predicate) from \(first) to \(last), too few to estimate a "
            + "rate. Give at least \(Int(Self.fewestEvents)), or name another queue with --queue.")
      }
      causes.append(LagRegression.Cause(name: predicate, events: counts))
    }
    for predicate in try usual() {
      let isApart = try wanted.allSatisfy { other in
        try events(ClaimsPredicate("(\(predicate)) AND (\(other.predicate))")).allSatisfy {
          $0 == 0
        }
      }
      guard isApart else { continue }
      let counts = try events(ClaimsPredicate(predicate))
      guard counts.reduce(0, +) >= Self.fewestEvents else { continue }
      causes.append(LagRegression.Cause(name: predicate, events: counts))
    }
    guard !causes.isEmpty || members != nil else {
      throw PlanningError(
        "\(request.store): no reject code and no fill with \(Int(Self.fewestEvents)) claims from \(first) to "
          + "\(last). Give more claims.")
    }
    let tenure = members.map { tenureColumns($0, points ?? Self.usualPoints) }
    let items = Array(contacts.totals[(first - contacts.start)...(last - contacts.start)])
    let fit = try LagRegression(
      items: items, start: first, causes: causes, tenure: tenure?.columns,
      location: request.contacts.file)
    return DriverEstimate(
      fit, from: first.description, through: last.description, days: items.count { $0 != nil },
      hasCurve: tenure?.hasCurve ?? false, statements: statements(fit, tenure?.statements ?? []))
  }

  /// The usual predicates: each of the commonest reject codes, then fills.
  private func usual() throws -> [String] {
    let codes = try ClaimsDatabase(claims: claims).query(
      "SELECT reject_code, count(*) AS n FROM claims WHERE status = 'rejected' AND reject_code IS NOT NULL "
        + "GROUP BY reject_code ORDER BY n DESC, reject_code LIMIT \(Self.mostCodes)",
      threads: request.contacts.threads
    ).rows.map { $0[0].text }
    let quoted = codes.map {
      $0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }
    return quoted.map { "status = 'rejected' AND reject_code = '\($0)'" } + ["status = 'paid'"]
  }

  /// Events by day from the longest lag before the first day on.
  private func events(_ predicate: ClaimsPredicate) throws -> [Double] {
    let lag = LagRegression.longestLag
    var counts = Array(repeating: 0.0, count: last - first + 1 + lag)
    for event in try episodes.demandEvents(
      where: predicate, threads: request.contacts.threads)
    {
      let day = event.localDay - (first.daysSince1970 - lag)
      if counts.indices.contains(day) { counts[day] += 1 }
    }
    return counts
  }

  /// Members by tenure; all long-standing when too few joined to draw a curve.
  private func tenureColumns(
    _ members: MembersHistory, _ points: [Double]
  ) -> (columns: TenureColumns, hasCurve: Bool, statements: [String]) {
    let counts = (0...(last - first)).map { members.members(on: first + $0) }
    let reach = Int(points.last ?? 0)
    // Those who join after the last day matter where the curve begins before the effective date.
    let early = Int(min(0, points.first ?? 0))
    let seen = members.joined.filter { $0.date >= first - reach && $0.date <= last - early }
    let joined = seen.map { (date: $0.date, count: $0.members) }
    let total = seen.reduce(0) { $0 + $1.members }
    var sentences: [String] = []
    if !members.isJoinedGiven {
      sentences.append(
        "New members are the growth of all rows together: who moves to another contract, and a contract that "
          + "gets another name, is not new; joiners that leavers make up for are not seen.")
    }
    for move in members.moved where move.date >= first - reach && move.date <= last {
      sentences.append(
        "On \(move.date) \(Int(move.members)) members moved between rows of the table; they are not new."
      )
    }
    let usual = counts.reduce(0, +) / Double(counts.count)
    let inside = seen.filter { $0.date >= first + early && $0.date <= last }
      .reduce(0) { $0 + $1.members }
    guard inside >= 0.01 * usual, inside >= 100 else {
      sentences.append(
        "Hardly anyone joined from \(first) to \(last), so the data do not show how new members differ; all count "
          + "as long-standing.")
      return (
        TenureColumns(points: [0], start: first, members: counts, joined: []), false, sentences
      )
    }
    if let main = seen.max(by: { $0.members < $1.members }), main.members > 0.8 * total {
      sentences.append(
        "\(Int((100 * main.members / total).rounded())) % of the new members joined on \(main.date): what they ask "
          + "and whatever else began that day (a deductible reset, a new formulary) cannot be told apart."
      )
    }
    if members.steps[0].date > first - reach {
      sentences.append(
        "The members of \(members.steps[0].date) count as long-standing; those who had joined within the "
          + "\(reach) days before are not known.")
    }
    return (
      TenureColumns(points: points, start: first, members: counts, joined: joined), true, sentences
    )
  }

  private func statements(_ fit: LagRegression, _ tenure: [String]) -> [String] {
    var sentences = tenure
    sentences += fit.confused.map {
      "The data cannot tell apart what comes from \($0.first) and from \($0.second); their rates trade off."
    }
    for effect in fit.effects where effect.lower95 <= 0 {
      sentences.append(
        "Whether \(effect.name) brings any contact is not certain: its interval reaches zero.")
    }
    sentences.append(
      "Lags beyond \(LagRegression.longestLag) days count as contacts "
        + (members == nil ? "that no claim explains." : "of long-standing members."))
    return sentences
  }
}
