"""What processes of the house have in common."""

import resource

from wanhao.operations.child import MOST_FILES, allow_many_files


def test_an_ordinary_user_may_open_as_many_files_as_the_machine_allows() -> None:
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, most))
    try:
        allow_many_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (min(most, MOST_FILES), most)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))
