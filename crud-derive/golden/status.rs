/// How far an order is.
#[derive(CrudEnum)]
#[crud(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    Open,
    InProgress,
    #[crud(rename = "finished")]
    Done,
}
