/// The names and types of a table's columns.
public struct ClaimsSchema: Sendable, Equatable {
  /// One column of a schema.
  public struct Column: Sendable, Hashable {
    /// The name, in lower case for the known columns.
    public var name: String
    /// The type.
    public var type: ClaimsType

    /// Describes a column.
    public init(name: String, type: ClaimsType) {
      self.name = name
      self.type = type
    }
  }

  /// The columns in their order.
  public var columns: [Column]

  /// Makes a schema.
  public init(columns: [Column]) { self.columns = columns }

  /// The columns that every claims table has, even an empty one, in their order.
  public static let known = ClaimsSchema(columns: [
    Column(name: "claim_id", type: .bigint),
    Column(name: "ts", type: .timestamp),
    Column(name: "member_id", type: .integer),
    Column(name: "ndc", type: .text),
    Column(name: "drug_class", type: .text),
    Column(name: "days_supply", type: .integer),
    Column(name: "quantity", type: .integer),
    Column(name: "ingredient_cost", type: .integer),
    Column(name: "dispensing_fee", type: .integer),
    Column(name: "copay", type: .integer),
    Column(name: "plan_paid", type: .integer),
    Column(name: "channel", type: .text),
    Column(name: "payer_id", type: .integer),
    Column(name: "plan_id", type: .integer),
    Column(name: "client_id", type: .integer),
    Column(name: "fill_number", type: .integer),
    Column(name: "status", type: .text),
    Column(name: "reject_code", type: .text),
    Column(name: "pa_flag", type: .boolean),
    Column(name: "state", type: .text),
    Column(name: "pharmacy_id", type: .integer),
  ])

  /// The known columns that hold money, in integer cents.
  static let money: Set<String> = ["ingredient_cost", "dispensing_fee", "copay", "plan_paid"]

  /// The known columns that a file must give.
  static let required = ["ts", "member_id"]

  /// Finds a column by its name, whatever the case of its letters.
  public func index(of name: String) -> Int? {
    columns.firstIndex { $0.name == name }
      ?? columns.firstIndex {
        $0.name.lowercased() == name.lowercased()
      }
  }
}
