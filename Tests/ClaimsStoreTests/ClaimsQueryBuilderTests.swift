import Testing

@testable import ClaimsStore

@Suite("Queries made in Swift")
struct ClaimsQueryBuilderTests {
  @Test("Equal the ones that the same SQL parses to")
  func equality() throws {
    let grouped = ClaimsQuery.from("claims")
      .where(.column("status").equals(.text("paid")))
      .where(.column("copay").binary(.greater, .integer(-5)))
      .grouped(by: .column("client_id"))
      .having(.count.binary(.greater, .integer(10)))
      .selecting(
        .column("client_id"), .count(as: "n"), .sum(.column("plan_paid"), as: "paid"),
        .count(distinct: .column("member_id"), as: "members")
      )
      .ordered(by: .column("paid"), descending: true, nullsFirst: false).limited(to: 20, from: 5)
    #expect(
      try grouped
        == ClaimsQuery(
          """
          SELECT client_id, count(*) AS n, sum(plan_paid) AS paid, count(DISTINCT member_id) AS members
          FROM claims WHERE status = 'paid' AND copay > -5 GROUP BY client_id HAVING count(*) > 10
          ORDER BY paid DESC NULLS LAST LIMIT 20 OFFSET 5
          """))
    let joined = ClaimsQuery.from("claims").joined("clients", using: "client_id", isLeft: true)
      .selecting(.column("name")).distinct().with("x", .from("claims", as: "c"))
    #expect(
      try joined
        == ClaimsQuery(
          "WITH x AS (SELECT * FROM claims AS c) SELECT DISTINCT name FROM claims LEFT JOIN clients USING (client_id)"
        ))
    #expect(
      try ClaimsQuery.from(grouped, as: "g") == ClaimsQuery("SELECT * FROM (\(grouped.sql)) g"))
    #expect(try ClaimsQuery(joined.sql) == joined)
  }
}
