//! Links of n-m relations: made, removed, and set as a whole.

use super::concrete;
use crate::error::Result;
use crate::model::{Assignment, Changes, Crud, ToMany};
use crate::store::executor::Executor;

/// What can be done with the links of an n-m relation. The join's records may be created, read and
/// deleted like others too; here nobody has to know them.
///
/// ```
/// use crud_runtime::prelude::*;
///
/// #[derive(Crud)]
/// #[crud(allow(all = public), many_to_many(courses: Enrolment::STUDENT_ID -> Enrolment::COURSE_ID))]
/// pub struct Student {
///     #[crud(primary_key, auto)]
///     pub id: i64,
/// }
///
/// #[derive(Crud)]
/// #[crud(allow(all = public))]
/// pub struct Course {
///     #[crud(primary_key, auto)]
///     pub id: i64,
/// }
///
/// #[derive(Crud)]
/// #[crud(allow(all = public))]
/// pub struct Enrolment {
///     #[crud(primary_key, references = Student, on_delete = cascade)]
///     pub student_id: i64,
///     #[crud(primary_key, references = Course, on_delete = cascade)]
///     pub course_id: i64,
///     pub grade: Option<i16>,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> crud_runtime::Result<()> {
/// # let db = Db::connect("sqlite::memory:").await?;
/// # db.create_tables(&[Student::TABLE, Course::TABLE, Enrolment::TABLE]).await?;
/// let ada = Student::create(&db, NewStudent::new()).await?.id;
/// let courses = Course::create_many(&db, (0..3).map(|_| NewCourse::new())).await?;
///
/// Student::COURSES.link(&db, ada, courses[0].id).await?;
/// Student::COURSES.link_with(&db, ada, courses[1].id, [Enrolment::GRADE.set(Some(1))]).await?;
/// Student::COURSES.unlink(&db, ada, courses[0].id).await?;
///
/// // Exactly these: what is linked already keeps its link, and the grade.
/// Student::COURSES.set(&db, ada, [courses[1].id, courses[2].id]).await?;
/// assert_eq!(Enrolment::find(&db, (ada, courses[1].id)).await?.grade, Some(1));
/// assert_eq!(Enrolment::count(&db).await?, 2);
/// # Ok(())
/// # }
/// ```
#[expect(clippy::needless_pass_by_value, reason = "keys are given as to `Dao`")]
impl<E: Crud, A: Crud, J: Crud> ToMany<E, A, J> {
    /// Links a record to another; does nothing where they are linked.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) where one of the two is missing, and what
    /// creating the join's record may return.
    pub fn link(
        self,
        executor: impl Executor,
        key: E::Key,
        other: A::Key,
    ) -> impl Future<Output = Result<()>> + Send {
        self.link_with(executor, key, other, [])
    }

    /// Links a record to another, and sets columns of the join's record, also where they are
    /// linked already.
    ///
    /// # Errors
    /// As [`link`](Self::link).
    pub fn link_with(
        self,
        executor: impl Executor,
        key: E::Key,
        other: A::Key,
        assignments: impl IntoIterator<Item = Assignment<J>>,
    ) -> impl Future<Output = Result<()>> + Send {
        let keys = (E::key_values(&key), A::key_values(&other));
        let mut members = Changes::new(J::TABLE);
        for assignment in assignments {
            members.set(assignment.column, assignment.value);
        }
        async move {
            let relation = (E::TABLE, self.relation);
            concrete::link(executor.into_handle(), relation, keys, members).await
        }
    }

    /// Removes the link between two records.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) where they are not linked.
    pub fn unlink(
        self,
        executor: impl Executor,
        key: E::Key,
        other: A::Key,
    ) -> impl Future<Output = Result<()>> + Send {
        let keys = (E::key_values(&key), A::key_values(&other));
        async move { concrete::unlink(executor.into_handle(), (E::TABLE, self.relation), keys).await }
    }

    /// Links a record to exactly these: links to others are removed, and those that are there are
    /// kept with all that the join's records say.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) where the record is missing; an error that names
    /// the position, `/items/3`, where another is.
    pub fn set(
        self,
        executor: impl Executor,
        key: E::Key,
        others: impl IntoIterator<Item = A::Key>,
    ) -> impl Future<Output = Result<()>> + Send {
        let key = E::key_values(&key);
        let others = others.into_iter().map(|other| A::key_values(&other)).collect();
        async move {
            let relation = (E::TABLE, self.relation);
            concrete::set_links(executor.into_handle(), relation, key, others).await
        }
    }
}
