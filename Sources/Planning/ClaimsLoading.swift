import ClaimsStore
import Demand
import Foundation
import Quantities
import Results
import Scenarios

/// Brings a scenario's claims into memory and says what they are.
struct ClaimsLoading {
  let calendar: IntervalCalendar
  let data: DataAccess

  /// Checks that the source is there and can be opened, and says which columns it has as far as that is
  /// known without reading it in full.
  func check(_ spec: ClaimsSpec?) throws -> ClaimsSchema? {
    guard let spec else { return nil }
    switch spec.source {
    case .synthetic(let profile, _, _):
      _ = try syntheticProfile(profile)
      return .known
    case .store(let path):
      return try ClaimsSnapshot.open(try data.resolve(path, named: "$.claims.store")).schema
    case .csv(let path, let map):
      _ = try data.resolve(path, named: "$.claims.csv")
      if let map { _ = try data.resolve(map, named: "$.claims.map") }
      return nil
    }
  }

  /// The claims with what the report says of them; nothing when the scenario has none.
  func load(_ spec: ClaimsSpec?, threads: Int) throws -> ClaimsBasis? {
    guard let spec else { return nil }
    let (table, source, synthetic) = try table(spec.source, threads: threads)
    let summary = try table.summary(zone: calendar.zone, threads: threads)
    guard let first = summary.firstDay, let last = summary.lastDay else {
      throw PlanningError(
        "$.claims: \(source) holds no claims with a service day. Give a source with claims.")
    }
    let episodes = try ClaimEpisodes(table, zone: calendar.zone, threads: threads)
    let represented = spec.members ?? Double(table.distinctMembers)
    var remarks = summary.notes
    if spec.members == nil {
      remarks.append(
        "claims.members is not given: the claims stand for the members that occur in them.")
    }
    if spec.shiftWeeks > 0 {
      remarks.append("Dates are moved \(spec.shiftWeeks) weeks later (claims.shift).")
    }
    let shift = spec.shiftWeeks * 7
    let quality = ClaimsQuality(
      source: source, synthetic: synthetic, rows: summary.rows, firstDay: first + shift,
      lastDay: last + shift, membersSeen: summary.members.description,
      membersRepresented: represented, shiftWeeks: spec.shiftWeeks,
      missing: summary.nullShares.map { .init(column: $0.column, share: $0.share) },
      remarks: remarks, digest: table.dataDigest())
    return ClaimsBasis(
      episodes: episodes, quality: quality, membersRepresented: represented,
      shiftWeeks: spec.shiftWeeks)
  }

  private func table(
    _ source: ClaimsSpec.Source, threads: Int
  ) throws -> (table: ClaimsTable, source: String, synthetic: Bool) {
    switch source {
    case .synthetic(let profile, let rows, let seed):
      let claims = SyntheticClaims(
        profile: try syntheticProfile(profile), rows: rows, seed: seed, before: calendar.start,
        zone: calendar.zone)
      return (
        try claims.table(threads: threads),
        "synthetic claims, profile \(profile), seed \(seed)", true
      )
    case .store(let path):
      let table = try ClaimsSnapshot.open(try data.resolve(path, named: "$.claims.store"))
      return (table, "the store \(path)", table.provenance.synthetic != nil)
    case .csv(let path, let map):
      let file = try data.resolve(path, named: "$.claims.csv")
      let columns = try map.map {
        try ColumnMap(contentsOf: try data.resolve($0, named: "$.claims.map"))
      }
      let read = try ClaimsImport.csv(
        file, named: path, options: .init(map: columns, threads: threads))
      return (read.table, "the file \(path)", false)
    }
  }

  private func syntheticProfile(_ name: String) throws -> SyntheticProfile {
    guard let profile = SyntheticProfile(rawValue: name) else {
      let known = SyntheticProfile.allCases.map(\.rawValue).joined(separator: ", ")
      throw PlanningError(
        "$.claims.synthetic.profile: \"\(name)\" is not a profile. Write one of \(known).")
    }
    return profile
  }
}
