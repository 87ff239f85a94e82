import ClaimsKernels
import Quantities

/// Seeded synthetic claims: what a scenario runs on when there are no real ones.
///
/// Each member lives by the member's own random stream: coverage by plan year, lasting therapies
/// whose refills follow days supply, short courses, rejects and resubmissions, reversals. Members
/// are added until the rows are full, about one for 25 rows, and the last one is cut short.
public struct SyntheticClaims: Sendable, Hashable {
  /// The kind of business.
  public var profile: SyntheticProfile
  /// How many claims, exactly.
  public var rows: Int
  /// The seed; the same specification and seed give the same claims.
  public var seed: UInt64
  /// The first local day.
  public var start: LocalDate
  /// The last local day.
  public var end: LocalDate
  /// The zone in which stores keep hours.
  public var zone: ZoneRules

  /// Describes claims for a window of days.
  ///
  /// - Parameters:
  ///   - profile: The kind of business.
  ///   - rows: At least 0 and under 4 billion.
  ///   - seed: Any number.
  ///   - start: The first local day.
  ///   - end: The last local day, at least 30 days after `start`.
  ///   - zone: The zone in which stores keep hours.
  public init(
    profile: SyntheticProfile, rows: Int, seed: UInt64, start: LocalDate, end: LocalDate,
    zone: ZoneRules
  ) {
    precondition(rows >= 0 && rows < 4_000_000_000, "\(rows) rows")
    precondition(end - start >= 30, "Claims from \(start) to \(end)")
    self.profile = profile
    self.rows = rows
    self.seed = seed
    self.start = start
    self.end = end
    self.zone = zone
  }

  /// Describes claims for the 24 months before a day, on which planning starts.
  ///
  /// - Parameters:
  ///   - profile: The kind of business.
  ///   - rows: At least 0 and under 4 billion.
  ///   - seed: Any number.
  ///   - before: The first day after the claims.
  ///   - zone: The zone in which stores keep hours.
  public init(
    profile: SyntheticProfile, rows: Int, seed: UInt64, before: LocalDate, zone: ZoneRules
  ) {
    let (year, month, day) = before.parts
    let length = LocalDate.daysIn(month: month, year: year - 2)
    let start = LocalDate(year: year - 2, month: month, day: min(day, length)) ?? before - 730
    self.init(
      profile: profile, rows: rows, seed: seed, start: start, end: before - 1, zone: zone)
  }

  /// Makes the claims, sorted by `ts`, numbered from 1.
  ///
  /// - Parameter threads: The most threads to use; the claims do not depend on it.
  /// - Returns: A table with exactly `rows` rows.
  /// - Throws: Nothing in practice; the distributions check their weights.
  /// - Complexity: O(`rows`); about a microsecond a row and core.
  public func table(threads: Int = 1) throws -> ClaimsTable {
    let world = try SyntheticWorld(self)
    var claims: [SyntheticClaim] = []
    claims.reserveCapacity(rows + 65_536)
    var members = 0
    let batch = rows < 50_000 ? 32 : 512
    while claims.count < rows {
      // A wave of whole batches, sized by what is missing; a longer one only costs time.
      let missing = (rows - claims.count) / 25 / batch + 1
      let from = members
      let parts = try parallelMap(count: missing, threads: threads) { index in
        var made: [SyntheticClaim] = []
        for number in 0..<batch {
          var member = SyntheticMember(world: world, number: from + index * batch + number)
          member.live()
          made += member.claims
        }
        return made
      }
      for part in parts { claims += part }
      members += missing * batch
    }
    claims.removeLast(claims.count - rows)
    return try columns(of: claims, world, threads: threads)
  }

  private func columns(
    of claims: [SyntheticClaim], _ world: SyntheticWorld, threads: Int
  ) throws -> ClaimsTable {
    let earliest = claims.map(\.second).min() ?? 0
    let order = sortedOrder(claims.map { UInt64(bitPattern: $0.second &- earliest) })
    let sorted = order.map { claims[Int($0)] }
    let built = try parallelMap(count: ClaimsSchema.known.columns.count, threads: threads) {
      index in
      Self.column(ClaimsSchema.known.columns[index], sorted, world)
    }
    var timed = ColumnBuilder()
    for _ in sorted { timed.append(1) }
    timed.flush()
    return ClaimsTable(
      columns: built,
      timeOfDay: ClaimsColumn(name: "ts_has_time", type: .boolean, parts: timed.parts),
      provenance: ClaimsProvenance(
        synthetic: "profile \(profile.rawValue), \(rows) rows, seed \(seed), \(start) to \(end)"))
  }

  private static func column(
    _ column: ClaimsSchema.Column, _ claims: [SyntheticClaim], _ world: SyntheticWorld
  ) -> ClaimsColumn {
    func integers(_ value: (SyntheticClaim) -> Int64?) -> ClaimsColumn {
      var builder = ColumnBuilder()
      for claim in claims { builder.append(value(claim)) }
      builder.flush()
      return ClaimsColumn(name: column.name, type: column.type, parts: builder.parts)
    }
    func texts(_ list: [String], _ code: (SyntheticClaim) -> Int64?) -> ClaimsColumn {
      var builder = ColumnBuilder()
      for claim in claims { builder.append(code(claim)) }
      builder.flush()
      return ClaimsColumn(
        name: column.name, groups: [(list.map { Array($0.utf8) }, builder.parts)])
    }
    switch column.name {
    case "claim_id":
      var builder = ColumnBuilder()
      for row in claims.indices { builder.append(Int64(row) + 1) }
      builder.flush()
      return ClaimsColumn(name: column.name, type: column.type, parts: builder.parts)
    case "ts": return integers { $0.second * 1_000_000 }
    case "member_id": return integers { Int64($0.member) + 1 }
    case "ndc": return texts(world.drugs.codes) { Int64($0.drug) }
    case "drug_class":
      return texts(SyntheticDrugs.classes) { Int64(world.drugs.classOf[Int($0.drug)]) }
    case "days_supply": return integers { Int64($0.daysSupply) }
    case "quantity": return integers { Int64($0.quantity) }
    case "ingredient_cost": return integers { Int64($0.ingredientCost) }
    case "dispensing_fee": return integers { Int64($0.dispensingFee) }
    case "copay": return integers { Int64($0.copay) }
    case "plan_paid": return integers { Int64($0.planPaid) }
    case "channel": return texts(["retail", "mail", "specialty"]) { Int64($0.channel.rawValue) }
    case "payer_id": return integers { Int64($0.client % 12) + 1 }
    case "plan_id": return integers { Int64($0.plan) + 1 }
    case "client_id": return integers { Int64($0.client) + 1 }
    case "fill_number": return integers { Int64($0.fillNumber) }
    case "status": return texts(["paid", "rejected", "reversed"]) { Int64($0.status.rawValue) }
    case "reject_code":
      return texts(SyntheticClaim.rejectCodes) { $0.reject < 0 ? nil : Int64($0.reject) }
    case "pa_flag": return integers { $0.hasAuthorization ? 1 : 0 }
    case "state": return texts(SyntheticWorld.states) { Int64($0.state) }
    default: return integers { Int64($0.pharmacy) }
    }
  }
}
