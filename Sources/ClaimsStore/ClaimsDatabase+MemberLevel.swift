/// Whether rows of single members or claims may come out of a query.
///
/// A result is at member level when one of its rows stands for a single claim or member, or when a value
/// in it is an identifier or was picked out by one:
///
/// - The rows of `claims`, of `members` and of any table with an identifier stand for single claims or
///   members. `GROUP BY`, `DISTINCT` and an aggregate make rows of groups, unless a key is an identifier,
///   made of one, or a timestamp with its time of day (`date_trunc`, `CAST(ts AS DATE)`, `year(ts)` and
///   the like are fine, `minute`, `second` and `epoch` are not).
/// - Identifiers are `member_id`, `claim_id`, every column whose name speaks of a person or of a
///   prescription (`patient_key`, `birth_date`, `rx_number`), and an extra text column of which most of a
///   hundred rows or more are different.
/// - An identifier may be counted, also `DISTINCT`, may join tables, partition and sort windows, and be a
///   key of a subquery whose rows an outer query groups again. Its `min`, `max`, `sum` and quantiles
///   cannot come out, nor can a value computed from it by `CASE` or a comparison.
/// - A condition may not compare an identifier with anything but an identifier: `WHERE member_id = 7`
///   makes a total the value of one member. For the same reason `LIMIT` may not cut rows of single
///   claims before they are grouped.
///
/// An error that a row causes does not tell the row's values.
///
/// The rule reads the query, not the data, and therefore has limits: a group can hold one member, so that
/// small counts of a table that leaves the house still need ``SmallCellSuppression``; conditions on other
/// columns can be narrow; `min` and `max` give the value of some claim; and an identifier that a text
/// column of free words holds is not seen.
public enum MemberLevelRule: Sendable {
  /// They may.
  case allowed
  /// They are refused with ``ClaimsQueryError/Code/memberLevel``.
  case refused
}

extension ClaimsDatabase {
  /// An error without the values of the row that it met.
  ///
  /// - Returns: The error itself when tables without rows give it too.
  func withoutValues(
    _ error: ClaimsQueryError, of query: ClaimsQuery
  ) throws -> ClaimsQueryError {
    guard error.code == .outOfRange else { return error }
    do {
      _ = try QueryExecutor(database: withoutRows, threads: 1, named: [:]).run(query)
    } catch let same as ClaimsQueryError {
      return same
    }
    var bare = error
    bare.problem =
      "A value of some row does not fit here, is no value of the type, or divides by zero"
    bare.remedy += "; the value is shown with --allow-member-level"
    return bare
  }

  /// The same tables, empty.
  var withoutRows: ClaimsDatabase {
    var bare = self
    bare.tables = tables.mapValues(\.withoutRows)
    return bare
  }

  /// Refuses a query whose result is at member level.
  ///
  /// - Parameter query: The query; it is not run.
  /// - Throws: ``ClaimsQueryError`` with the place of what makes it so, or of a wrong name or type.
  public func refuseMemberLevel(_ query: ClaimsQuery) throws {
    do {
      try MemberLevelAnalysis(database: self).check(query)
    } catch {
      // A wrong name is the more useful answer; tables without rows find it.
      _ = try QueryExecutor(database: withoutRows, threads: 1, named: [:]).run(query)
      throw error
    }
  }
}

extension ClaimsTable {
  /// The columns with their types, and no rows.
  var withoutRows: ClaimsTable {
    ClaimsTable(
      columns: columns.map { column in
        column.type == .text
          ? ClaimsColumn(name: column.name, groups: [])
          : ClaimsColumn(name: column.name, type: column.type, parts: [])
      }, timeOfDay: ClaimsColumn(name: timeOfDay.name, type: .boolean, parts: []))
  }

  /// The columns whose values identify a member or a claim, in their order.
  var identifierColumns: [Bool] {
    columns.map { column in
      let name = column.name.lowercased()
      if Self.identifiers.contains(where: { name.contains($0) }) { return true }
      if ClaimsSchema.known.index(of: name) != nil { return false }
      guard let texts = column.dictionary?.count, rowCount >= 100 else { return false }
      return texts * 2 > rowCount
    }
  }

  /// Parts of names that speak of one person or one prescription.
  private static let identifiers = [
    "member_id", "memberid", "claim_id", "claimid", "patient", "beneficiary", "bene_id",
    "subscriber", "cardholder", "person", "ssn", "mrn", "medical_record", "birth", "dob", "email",
    "phone", "address", "first_name", "last_name", "full_name", "rx_number", "rx_no",
    "prescription_number", "prescription_id", "member_key", "member_number", "member_token",
  ]
}
